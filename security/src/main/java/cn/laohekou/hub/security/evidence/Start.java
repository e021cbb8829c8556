package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

/**
 * A hub process took up its chain. Intents without outcome before it belong to a process that ended without notice.
 *
 * @param at when
 * @param node node name
 * @param boot id of the process
 * @param version version of the hub
 */
public record Start(Instant at, String node, UUID boot, String version) implements EvidenceRecord {

    @Override
    public RecordKind kind() {
        return RecordKind.START;
    }

    @Override
    public SearchKeys keys() {
        return SearchKeys.NONE;
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("node", node);
        json.writeStringField("boot", boot.toString());
        json.writeStringField("version", version);
    }
}
