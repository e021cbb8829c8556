/** Makes what runs on this node equal to what the registry desires, and says where it is not. */
@NullMarked
package cn.laohekou.hub.runtime.reconcile;

import org.jspecify.annotations.NullMarked;
