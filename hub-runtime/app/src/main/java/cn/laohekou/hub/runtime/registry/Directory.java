package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.evidence.ManagementWork;
import cn.laohekou.hub.security.identity.SocialCreditCode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Departments and purposes: entries without revisions, written under their code, the same again changing nothing. */
public final class Directory {

    /** Administrative division codes have 6 to 12 digits (GB/T 2260, GB/T 10114). */
    private static final Pattern DIVISION = Pattern.compile("[0-9]{6,12}");

    private static final String DEPARTMENT = "SELECT * FROM registry.department WHERE code = ?";
    private static final String PURPOSE = "SELECT * FROM registry.purpose WHERE code = ?";

    private final Changes changes;

    Directory(Changes changes) {
        this.changes = changes;
    }

    /** Writes a department. */
    public ObjectNode department(Call call, ObjectNode body, @Nullable String code) {
        List<FieldError> errors = new ArrayList<>();
        SpecReader reader = new SpecReader(body, "", errors);
        String written = reader.text("code", code == null);
        String used = code == null ? written : code;
        if (!SocialCreditCode.isValid(used) || !(written.isEmpty() || written.equals(used))) {
            reader.error(
                    "code",
                    "应为 18 位统一社会信用代码，校验位正确",
                    "must be a unified social credit code of 18 characters with the right check character");
        }
        String name = reader.text("name", true);
        String division = reader.text(
                "division", true, DIVISION, "应为 6 至 12 位行政区划代码", "must be a division code of 6 to 12 digits");
        reader.refuseUnknown();
        refuse(errors);
        return changes.make(call, connection -> {
            Optional<ObjectNode> before = Sql.one(connection, DEPARTMENT, Directory::department, used);
            if (before.isEmpty()) {
                Sql.update(
                        connection,
                        "INSERT INTO registry.department (code, name, division, created_at, created_by)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        used,
                        name,
                        division,
                        changes.clock().instant(),
                        call.actor().user());
            } else {
                Sql.update(
                        connection,
                        "UPDATE registry.department SET name = ?, division = ? WHERE code = ?",
                        name,
                        division,
                        used);
            }
            return result(connection, call, "department", used, DEPARTMENT, Directory::department, before, false);
        });
    }

    /**
     * Stops all calls of a department's systems, or lets them call again; the same again changes nothing.
     *
     * @param reason why, for the record
     */
    public ObjectNode suspend(Call call, String code, boolean suspended, @Nullable String reason) {
        return changes.make(call, connection -> {
            ObjectNode before = Sql.one(connection, DEPARTMENT, Directory::department, code)
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            if (before.path("suspended").asBoolean() == suspended) {
                return new ManagementWork.Result<>(before, List.of(), false);
            }
            Sql.update(connection, "UPDATE registry.department SET suspended = ? WHERE code = ?", suspended, code);
            ObjectNode after = before.deepCopy().put("suspended", suspended);
            ObjectNode recorded = after.deepCopy().put("reason", reason);
            String action = suspended ? "suspend" : "resume";
            return new ManagementWork.Result<>(
                    after,
                    List.of(changes.audit(call.actor(), "department", action, code, before, recorded)),
                    suspended);
        });
    }

    /** Writes a purpose; switching one off is felt by every exchange made for it. */
    public ObjectNode purpose(Call call, ObjectNode body, @Nullable String code) {
        List<FieldError> errors = new ArrayList<>();
        SpecReader reader = new SpecReader(body, "", errors);
        String written = reader.name("code", code == null);
        String used = code == null ? written : code;
        if (!written.isEmpty() && !written.equals(used)) {
            reader.error("code", "与路径中的代码不一致", "differs from the code in the path");
        }
        String title = reader.text("title", true);
        String basis = reader.text("basis", true);
        boolean enabled = reader.flag("enabled", true);
        reader.refuseUnknown();
        refuse(errors);
        return changes.make(call, connection -> {
            Optional<ObjectNode> before = Sql.one(connection, PURPOSE, Directory::purpose, used);
            if (before.isEmpty()) {
                Sql.update(
                        connection,
                        "INSERT INTO registry.purpose (code, title, basis, enabled, created_at, created_by)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        used,
                        title,
                        basis,
                        enabled,
                        changes.clock().instant(),
                        call.actor().user());
            } else {
                Sql.update(
                        connection,
                        "UPDATE registry.purpose SET title = ?, basis = ?, enabled = ? WHERE code = ?",
                        title,
                        basis,
                        enabled,
                        used);
            }
            return result(connection, call, "purpose", used, PURPOSE, Directory::purpose, before, !enabled);
        });
    }

    private ManagementWork.Result<ObjectNode> result(
            Connection connection,
            Call call,
            String kind,
            String code,
            String query,
            Sql.Row<ObjectNode> row,
            Optional<ObjectNode> before,
            boolean restricting)
            throws SQLException {
        ObjectNode after = Sql.one(connection, query, row, code).orElseThrow(() -> new SQLException("Row not written"));
        if (before.isPresent() && before.get().equals(after)) {
            return new ManagementWork.Result<>(after, List.of(), false);
        }
        String action = before.isPresent() ? "update" : "create";
        return new ManagementWork.Result<>(
                after,
                List.of(changes.audit(call.actor(), kind, action, code, before.orElse(null), after)),
                restricting);
    }

    static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(Problem.of(ErrorCode.REGISTRATION_INVALID, errors));
        }
    }

    static ObjectNode department(ResultSet row) throws SQLException {
        return Json.object()
                .put("code", row.getString("code"))
                .put("name", row.getString("name"))
                .put("division", row.getString("division"))
                .put("suspended", row.getBoolean("suspended"));
    }

    static ObjectNode purpose(ResultSet row) throws SQLException {
        return Json.object()
                .put("code", row.getString("code"))
                .put("title", row.getString("title"))
                .put("basis", row.getString("basis"))
                .put("enabled", row.getBoolean("enabled"));
    }
}
