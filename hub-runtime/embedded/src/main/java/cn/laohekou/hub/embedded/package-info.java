/** Real services started by the hub itself, and the care of the processes they run in. No Quarkus, no Camel. */
@NullMarked
package cn.laohekou.hub.embedded;

import org.jspecify.annotations.NullMarked;
