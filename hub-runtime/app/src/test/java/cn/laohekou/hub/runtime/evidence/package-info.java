@NullMarked
package cn.laohekou.hub.runtime.evidence;

import org.jspecify.annotations.NullMarked;
