/** The sandbox city: departments' own systems, each with its own data, for the hub to talk to. Never part of a hub. */
@NullMarked
package cn.laohekou.hub.city;

import org.jspecify.annotations.NullMarked;
