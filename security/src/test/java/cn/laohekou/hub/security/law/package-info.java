@NullMarked
package cn.laohekou.hub.security.law;

import org.jspecify.annotations.NullMarked;
