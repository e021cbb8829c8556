/** Camel component {@code hub-jdbc}: declared read-only SQL queries with bound parameters, rows streamed as JSON. */
@NullMarked
package cn.laohekou.hub.connector.jdbc;

import org.jspecify.annotations.NullMarked;
