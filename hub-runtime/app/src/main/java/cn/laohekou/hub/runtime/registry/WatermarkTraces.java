package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.evidence.ManagementWork;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import cn.laohekou.hub.security.masking.WatermarkTrace;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names the consumer a leaked sample was released to. Who asked is put on record; the sample itself never is. */
public final class WatermarkTraces {

    private final Changes changes;
    private final WatermarkTrace trace;

    /**
     * @param changes the way to the audit record
     * @param keyring keys the marks were made with
     */
    public WatermarkTraces(Changes changes, ConsumerKeyring keyring) {
        this.changes = changes;
        this.trace = new WatermarkTrace(keyring);
    }

    /**
     * Examines a sample.
     *
     * @param resource resource it is thought to come from
     * @param field field the values belong to
     * @param values the values as found
     * @return how many values were examined and carried a mark, and the suspects, the surest first
     */
    public ObjectNode trace(Call call, String resource, String field, List<String> values) {
        return changes.make(call, connection -> {
            Map<String, String> departments = new LinkedHashMap<>();
            Sql.list(
                    connection,
                    "SELECT id, department FROM registry.system ORDER BY id",
                    row -> departments.put(row.getString(1), row.getString(2)));
            WatermarkTrace.Report report = trace.trace(resource, field, values, departments.keySet());
            ObjectNode found = view(report, departments);
            return new ManagementWork.Result<>(
                    found,
                    List.of(changes.audit(call.actor(), "watermark", "trace", resource + "/" + field, null, found)),
                    false);
        });
    }

    private static ObjectNode view(WatermarkTrace.Report report, Map<String, String> departments) {
        ObjectNode view = Json.object().put("examined", report.examined()).put("marked", report.marked());
        ArrayNode suspects = view.putArray("suspects");
        for (WatermarkTrace.Suspect suspect : report.suspects()) {
            // One that agrees as often as chance would have it is no suspect.
            if (suspect.confidence() > 0) {
                suspects.addObject()
                        .put("system", suspect.system())
                        .put("department", departments.get(suspect.system()))
                        .put("agreeing", suspect.agreeing())
                        .put("confidence", suspect.confidence())
                        .put("named", suspect.named());
            }
        }
        return view;
    }
}
