/** The demo: Keycloak, a counterpart city and the hub on one machine. */
@NullMarked
package cn.laohekou.hub.cli.sandbox;

import org.jspecify.annotations.NullMarked;
