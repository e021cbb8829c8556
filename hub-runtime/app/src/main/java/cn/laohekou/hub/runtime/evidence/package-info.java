/** The evidence ledger on PostgreSQL: writing, reading, search. */
@NullMarked
package cn.laohekou.hub.runtime.evidence;

import org.jspecify.annotations.NullMarked;
