/** The tamper-evident ledger: records, batches, Merkle roots, chain, verification. */
@NullMarked
package cn.laohekou.hub.security.evidence;

import org.jspecify.annotations.NullMarked;
