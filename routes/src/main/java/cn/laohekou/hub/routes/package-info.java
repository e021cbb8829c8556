/** The exchange patterns as route templates, and the starting and stopping of one route per running connector. */
@NullMarked
package cn.laohekou.hub.routes;

import org.jspecify.annotations.NullMarked;
