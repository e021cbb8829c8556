/** The connector plugins there are, what they accept as settings, and whether a dropped-in one may be offered. */
@NullMarked
package cn.laohekou.hub.connector.catalogue;

import org.jspecify.annotations.NullMarked;
