/** Signatures over HTTP messages: HTTP Message Signatures and the header convention of the national exchange platform. */
@NullMarked
package cn.laohekou.hub.security.signature;

import org.jspecify.annotations.NullMarked;
