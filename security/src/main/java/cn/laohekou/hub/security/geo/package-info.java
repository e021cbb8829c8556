/** Where things are: codes of places. */
@NullMarked
package cn.laohekou.hub.security.geo;

import org.jspecify.annotations.NullMarked;
