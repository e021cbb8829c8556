package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The security administrator's decisions on plugins. A decision holds for one content, named by its hash. */
public final class PluginDecisions {

    private static final String PLUGIN = "SELECT * FROM registry.plugin WHERE name = ?";

    private final Changes changes;

    PluginDecisions(Changes changes) {
        this.changes = changes;
    }

    /**
     * Enables or disables a plugin; the same again changes nothing.
     *
     * @param name its name
     * @param hash hash of exactly what was looked at
     */
    public ObjectNode decide(Call call, String name, String hash, boolean enabled) {
        return changes.make(call, connection -> {
            Optional<ObjectNode> before = Sql.one(connection, PLUGIN, PluginDecisions::view, name);
            ObjectNode after =
                    Json.object().put("name", name).put("sha256", hash).put("enabled", enabled);
            if (before.isPresent() && before.get().equals(after)) {
                return new ManagementWork.Result<>(after, List.of(), false);
            }
            Sql.update(
                    connection,
                    "INSERT INTO registry.plugin (name, hash, enabled, decided_at, decided_by) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET hash = EXCLUDED.hash, enabled = EXCLUDED.enabled,"
                            + " decided_at = EXCLUDED.decided_at, decided_by = EXCLUDED.decided_by",
                    name,
                    hash,
                    enabled,
                    changes.clock().instant(),
                    call.actor().user());
            return new ManagementWork.Result<>(
                    after,
                    List.of(changes.audit(
                            call.actor(), "plugin", enabled ? "enable" : "disable", name, before.orElse(null), after)),
                    !enabled);
        });
    }

    private static ObjectNode view(ResultSet row) throws SQLException {
        return Json.object()
                .put("name", row.getString("name"))
                .put("sha256", row.getString("hash"))
                .put("enabled", row.getBoolean("enabled"));
    }
}
