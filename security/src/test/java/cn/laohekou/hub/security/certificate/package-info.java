@NullMarked
package cn.laohekou.hub.security.certificate;

import org.jspecify.annotations.NullMarked;
