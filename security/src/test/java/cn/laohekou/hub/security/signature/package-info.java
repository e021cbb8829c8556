@NullMarked
package cn.laohekou.hub.security.signature;

import org.jspecify.annotations.NullMarked;
