package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Puts exports of evidence on record: they change nothing, but who took them matters. */
public final class Exports {

    private final Changes changes;

    Exports(Changes changes) {
        this.changes = changes;
    }

    /** Notes an export of all chains. */
    public ObjectNode note(Call call) {
        return changes.make(
                call,
                connection -> new ManagementWork.Result<>(
                        Json.object(),
                        List.of(changes.audit(call.actor(), "evidence", "export", "all-chains", null, null)),
                        false));
    }
}
