/** Tests of start and stop, on the real PostgreSQL and the real broker. */
@NullMarked
package cn.laohekou.hub.runtime.boot;

import org.jspecify.annotations.NullMarked;
