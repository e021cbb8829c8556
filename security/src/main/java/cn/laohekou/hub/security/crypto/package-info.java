/** Keys and digests behind one key-service interface. */
@NullMarked
package cn.laohekou.hub.security.crypto;

import org.jspecify.annotations.NullMarked;
