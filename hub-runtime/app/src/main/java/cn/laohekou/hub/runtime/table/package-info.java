/** The table pattern: rows go from one database to another in chunks, each filtered, on record, and committed once. */
@NullMarked
package cn.laohekou.hub.runtime.table;

import org.jspecify.annotations.NullMarked;
