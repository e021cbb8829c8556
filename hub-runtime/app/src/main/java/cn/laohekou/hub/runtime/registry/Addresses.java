package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.outgoing.AllowedAddress;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where departments' connectors may connect to, and which folders they may use, as the security administrator allows. */
public final class Addresses {

    private static final int MAX_PORT = 65_535;

    private final Changes changes;

    Addresses(Changes changes) {
        this.changes = changes;
    }

    /** Allows an address block and port, or a folder, for a department; the same again changes nothing. */
    public ObjectNode allow(Call call, ObjectNode body) {
        if (body.has("folder")) {
            return new Folders(changes).allow(call, body);
        }
        List<FieldError> errors = new ArrayList<>();
        SpecReader reader = new SpecReader(body, "", errors);
        String department = reader.text("department", true);
        String block = reader.text("block", true);
        int port = (int) reader.integer("port", 0, 1, MAX_PORT);
        String reason = reader.text("reason", true);
        reader.refuseUnknown();
        if (!block.isEmpty() && !readable(block)) {
            reader.error(
                    "block",
                    "应为地址或 CIDR 网段，例如 10.42.0.0/24；不接受主机名",
                    "must be an address or CIDR block, for example 10.42.0.0/24; names are not accepted");
        }
        if (!body.has("port")) {
            reader.error("port", "必填", "is required");
        }
        Directory.refuse(errors);
        return changes.make(call, connection -> {
            if (!Sql.exists(connection, "SELECT 1 FROM registry.department WHERE code = ?", department)) {
                Directory.refuse(List.of(FieldError.of("/department", "部门未登记", "the department is not registered")));
            }
            Optional<ObjectNode> existing = Sql.one(
                    connection,
                    "SELECT * FROM registry.outgoing_address WHERE department = ? AND block = ? AND port = ?",
                    Addresses::view,
                    department,
                    block,
                    port);
            if (existing.isPresent()) {
                return new ManagementWork.Result<>(existing.get(), List.of(), false);
            }
            UUID id = UUID.randomUUID();
            Sql.update(
                    connection,
                    "INSERT INTO registry.outgoing_address (id, department, block, port, reason, created_at, created_by)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    id,
                    department,
                    block,
                    port,
                    reason,
                    changes.clock().instant(),
                    call.actor().user());
            ObjectNode view = Json.object()
                    .put("id", id.toString())
                    .put("department", department)
                    .put("block", block)
                    .put("port", port)
                    .put("reason", reason);
            return new ManagementWork.Result<>(
                    view,
                    List.of(changes.audit(call.actor(), "outgoing-address", "allow", id.toString(), null, view)),
                    false);
        });
    }

    /** Takes a permission back. */
    public ObjectNode withdraw(Call call, UUID id) {
        return changes.make(call, connection -> {
            Optional<ObjectNode> folder =
                    Sql.one(connection, "SELECT * FROM registry.allowed_folder WHERE id = ?", Folders::view, id);
            if (folder.isPresent()) {
                Sql.update(connection, "DELETE FROM registry.allowed_folder WHERE id = ?", id);
                return new ManagementWork.Result<>(
                        folder.get(),
                        List.of(changes.audit(
                                call.actor(), "allowed-folder", "withdraw", id.toString(), folder.get(), null)),
                        true);
            }
            ObjectNode before = Sql.one(
                            connection, "SELECT * FROM registry.outgoing_address WHERE id = ?", Addresses::view, id)
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            Sql.update(connection, "DELETE FROM registry.outgoing_address WHERE id = ?", id);
            return new ManagementWork.Result<>(
                    before,
                    List.of(changes.audit(call.actor(), "outgoing-address", "withdraw", id.toString(), before, null)),
                    true);
        });
    }

    private static boolean readable(String block) {
        try {
            AllowedAddress.of(block, 1);
            return true;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    static ObjectNode view(ResultSet row) throws SQLException {
        return Json.object()
                .put("id", row.getString("id"))
                .put("department", row.getString("department"))
                .put("block", row.getString("block"))
                .put("port", row.getInt("port"))
                .put("reason", row.getString("reason"));
    }
}
