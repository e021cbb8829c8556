@NullMarked
package cn.laohekou.hub.security.geo;

import org.jspecify.annotations.NullMarked;
