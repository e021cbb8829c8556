/** Rules about the structure of the whole hub. */
@NullMarked
package cn.laohekou.hub.architecture;

import org.jspecify.annotations.NullMarked;
