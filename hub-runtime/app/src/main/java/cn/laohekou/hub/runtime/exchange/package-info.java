/** The data plane: entry, gate, connector leg, obligations, evidence and release of governed queries. */
@NullMarked
package cn.laohekou.hub.runtime.exchange;

import org.jspecify.annotations.NullMarked;
