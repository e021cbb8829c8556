/** How the hub itself is: alive, ready, and what of it does not run. */
@NullMarked
package cn.laohekou.hub.runtime.health;

import org.jspecify.annotations.NullMarked;
