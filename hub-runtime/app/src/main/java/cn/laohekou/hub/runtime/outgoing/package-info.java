/** Which addresses connectors may reach: only those the security team allowed, checked at every connect. */
@NullMarked
package cn.laohekou.hub.runtime.outgoing;

import org.jspecify.annotations.NullMarked;
