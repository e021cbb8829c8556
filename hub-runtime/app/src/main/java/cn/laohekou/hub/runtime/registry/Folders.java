package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Folders of the hub's own machine that departments' connectors may use, as the security administrator allows. */
final class Folders {

    private final Changes changes;

    Folders(Changes changes) {
        this.changes = changes;
    }

    /** Allows a folder and what is below it for a department; the same again changes nothing. */
    ObjectNode allow(Call call, ObjectNode body) {
        List<FieldError> errors = new ArrayList<>();
        SpecReader reader = new SpecReader(body, "", errors);
        String department = reader.text("department", true);
        String folder = reader.text("folder", true);
        String reason = reader.text("reason", true);
        reader.refuseUnknown();
        if (!folder.isEmpty() && !readable(folder)) {
            reader.error(
                    "folder",
                    "应为绝对路径，不含 .. ，不是根目录，例如 /srv/exchange",
                    "must be an absolute path without .., and not the root, for example /srv/exchange");
        }
        Directory.refuse(errors);
        return changes.make(call, connection -> {
            if (!Sql.exists(connection, "SELECT 1 FROM registry.department WHERE code = ?", department)) {
                Directory.refuse(List.of(FieldError.of("/department", "部门未登记", "the department is not registered")));
            }
            Optional<ObjectNode> existing = Sql.one(
                    connection,
                    "SELECT * FROM registry.allowed_folder WHERE department = ? AND folder = ?",
                    Folders::view,
                    department,
                    folder);
            if (existing.isPresent()) {
                return new ManagementWork.Result<>(existing.get(), List.of(), false);
            }
            UUID id = UUID.randomUUID();
            Sql.update(
                    connection,
                    "INSERT INTO registry.allowed_folder (id, department, folder, reason, created_at, created_by)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    id,
                    department,
                    folder,
                    reason,
                    changes.clock().instant(),
                    call.actor().user());
            ObjectNode view = Json.object()
                    .put("id", id.toString())
                    .put("department", department)
                    .put("folder", folder)
                    .put("reason", reason);
            return new ManagementWork.Result<>(
                    view,
                    List.of(changes.audit(call.actor(), "allowed-folder", "allow", id.toString(), null, view)),
                    false);
        });
    }

    private static boolean readable(String folder) {
        try {
            Path path = Path.of(folder);
            return path.isAbsolute()
                    && path.getNameCount() > 0
                    && path.normalize().equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static ObjectNode view(ResultSet row) throws SQLException {
        return Json.object()
                .put("id", row.getString("id"))
                .put("department", row.getString("department"))
                .put("folder", row.getString("folder"))
                .put("reason", row.getString("reason"));
    }
}
