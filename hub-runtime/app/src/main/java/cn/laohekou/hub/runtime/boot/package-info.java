/** Start and stop: settings, embedded PostgreSQL and broker before Quarkus, the same in reverse at the end. */
@NullMarked
package cn.laohekou.hub.runtime.boot;

import org.jspecify.annotations.NullMarked;
