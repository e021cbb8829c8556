/** The processes the launcher starts, watches and stops: Keycloak, the sandbox city and the hub itself. */
@NullMarked
package cn.laohekou.hub.cli.process;

import org.jspecify.annotations.NullMarked;
