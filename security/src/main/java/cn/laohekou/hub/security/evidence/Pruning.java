package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a chain was archived and then deleted from the database.
 *
 * @param through last batch that is gone
 * @param bundle SM3 of the archive bundle that ends in it, in hexadecimal
 */
public record Pruning(ChainHead through, String bundle) {

    /** Action of the audit record. */
    public static final String ACTION = "evidence.prune";

    private static final String STANDING = "standing";

    /** What a state of an audit record says: the pruning it is about, and those that stood beside it. */
    static List<Pruning> of(JsonNode state) {
        List<Pruning> found = new ArrayList<>();
        add(state, found);
        state.path(STANDING).forEach(one -> add(one, found));
        return found;
    }

    private static void add(JsonNode state, List<Pruning> found) {
        if (state.path("node").isTextual() && state.path("bundle").isTextual()) {
            ChainHead through = new ChainHead(
                    state.path("node").asText(),
                    state.path("sequence").asLong(),
                    state.path("hash").asText());
            found.add(new Pruning(through, state.path("bundle").asText()));
        }
    }

    /**
     * The state for the audit record, to be written as JSON.
     *
     * @param others where the other chains begin now: the record that said so may stand in the very part that goes
     */
    public Map<String, Object> state(List<Pruning> others) {
        Map<String, Object> state = new LinkedHashMap<>(members());
        state.put(STANDING, others.stream().map(Pruning::members).toList());
        return state;
    }

    private Map<String, Object> members() {
        return Map.of("node", through.node(), "sequence", through.sequence(), "hash", through.hash(), "bundle", bundle);
    }
}
