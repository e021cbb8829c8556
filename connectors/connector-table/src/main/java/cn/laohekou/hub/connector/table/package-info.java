/**
 * Camel component {@code hub-table}: bounded work on a counterpart's database, over connections bound to the address the
 * security team allowed.
 */
@NullMarked
package cn.laohekou.hub.connector.table;

import org.jspecify.annotations.NullMarked;
