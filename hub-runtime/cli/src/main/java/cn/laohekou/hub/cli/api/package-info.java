/** How the command line talks to the hub's management API and to the realm. */
@NullMarked
package cn.laohekou.hub.cli.api;

import org.jspecify.annotations.NullMarked;
