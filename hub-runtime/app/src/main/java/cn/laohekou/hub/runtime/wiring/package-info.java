/** Puts the hub's parts together and starts them in order. The only place where everything is known. */
@NullMarked
package cn.laohekou.hub.runtime.wiring;

import org.jspecify.annotations.NullMarked;
