/** People and the identity server: whose token it is, what the realm permits them, and the clients of systems. */
@NullMarked
package cn.laohekou.hub.runtime.identity;

import org.jspecify.annotations.NullMarked;
