package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.RecordKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record of the ledger and where it stands.
 *
 * @param node chain
 * @param sequence batch
 * @param ordinal position in the batch, from 0
 * @param kind kind
 * @param at when it happened
 * @param exchange exchange id; null when it belongs to none
 * @param json the exact text that was hashed
 */
public record FoundRecord(
        String node,
        long sequence,
        int ordinal,
        RecordKind kind,
        Instant at,
        @Nullable UUID exchange,
        String json) {}
