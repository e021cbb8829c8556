/** Promises of the packaged hub, tested on real processes: start, govern, kill -9, restart. */
@NullMarked
package cn.laohekou.hub.system;

import org.jspecify.annotations.NullMarked;
