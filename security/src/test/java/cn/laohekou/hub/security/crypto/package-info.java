@NullMarked
package cn.laohekou.hub.security.crypto;

import org.jspecify.annotations.NullMarked;
