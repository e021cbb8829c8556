/** Which connector plugins this installation has, and which of them the security administrator enabled. */
@NullMarked
package cn.laohekou.hub.runtime.plugin;

import org.jspecify.annotations.NullMarked;
