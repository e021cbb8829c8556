/** Tests of what holds the hub together. */
@NullMarked
package cn.laohekou.hub.runtime.wiring;

import org.jspecify.annotations.NullMarked;
