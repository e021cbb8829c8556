/** Rate limits and quotas: leased in slices from the cluster, counted on the node, rebuilt from evidence. */
@NullMarked
package cn.laohekou.hub.runtime.quota;

import org.jspecify.annotations.NullMarked;
