/**
 * What the hub is told: departments, systems, purposes, connectors, resources and grants with their revisions. Every
 * change and its audit record are one transaction; what was approved is published as one immutable snapshot.
 */
@NullMarked
package cn.laohekou.hub.runtime.registry;

import org.jspecify.annotations.NullMarked;
