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

    /**
     * Puts on record that somebody read, exported or disclosed evidence.
     *
     * @param call who
     * @param name what, for example {@code lineage}
     * @param action for example {@code search}
     * @param what was asked for, without identifiers of persons
     */
    public void record(Call call, String name, String action, ObjectNode what) {
        ObjectNode unused = changes.make(
                call,
                connection -> new ManagementWork.Result<>(
                        Json.object(),
                        List.of(changes.audit(call.actor(), "evidence", action, name, null, what)),
                        false));
    }
}
