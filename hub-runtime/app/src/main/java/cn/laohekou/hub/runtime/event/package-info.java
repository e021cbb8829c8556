/** The event pattern: messages made durable, delivered to each subscriber, retried in order, and never lost silently. */
@NullMarked
package cn.laohekou.hub.runtime.event;

import org.jspecify.annotations.NullMarked;
