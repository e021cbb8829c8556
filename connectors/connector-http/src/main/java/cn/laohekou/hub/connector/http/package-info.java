/**
 * Camel component {@code hub-http}: one HTTP call to a counterpart, streamed, bounded and bound to the address the
 * security team allowed.
 */
@NullMarked
package cn.laohekou.hub.connector.http;

import org.jspecify.annotations.NullMarked;
