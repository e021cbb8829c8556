package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a chain was archived and then deleted from the database; the state an audit record of it holds.
 *
 * @param through last batch that is gone
 * @param bundle SM3 of the archive bundle in hexadecimal
 */
public record Pruning(ChainHead through, String bundle) {

    /** Action of the audit record. */
    public static final String ACTION = "evidence.prune";

    static @Nullable Pruning of(JsonNode state) {
        if (!state.path("node").isTextual() || !state.path("bundle").isTextual()) {
            return null;
        }
        ChainHead through = new ChainHead(
                state.path("node").asText(),
                state.path("sequence").asLong(),
                state.path("hash").asText());
        return new Pruning(through, state.path("bundle").asText());
    }

    /** The state for the audit record, to be written as JSON. */
    public Map<String, Object> state() {
        return Map.of("node", through.node(), "sequence", through.sequence(), "hash", through.hash(), "bundle", bundle);
    }
}
