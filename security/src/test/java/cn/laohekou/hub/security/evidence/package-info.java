@NullMarked
package cn.laohekou.hub.security.evidence;

import org.jspecify.annotations.NullMarked;
