package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.evidence.FoundRecord;
import cn.laohekou.hub.runtime.registry.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Records of the ledger as the API shows them: where each stands in its chain, and what it says. */
final class RecordViews {

    private RecordViews() {}

    static ObjectNode of(FoundRecord record) {
        ObjectNode view = Json.object()
                .put("node", record.node())
                .put("sequence", record.sequence())
                .put("ordinal", record.ordinal())
                .put("kind", record.kind().label())
                .put("at", record.at().toString());
        if (record.exchange() != null) {
            view.put("exchange", record.exchange().toString());
        }
        view.set("record", Json.request(record.json().getBytes(StandardCharsets.UTF_8)));
        return view;
    }
}
