package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.evidence.ManagementWork;
import cn.laohekou.hub.security.identity.RealmClients;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Departments' systems. Each change leaves a row in the outbox; whoever empties it makes the realm's client agree with
 * the registry.
 */
public final class Systems {

    private static final String SYSTEM = "SELECT * FROM registry.system WHERE id = ?";
    /** A system that signs has one client, for all its keys. */
    private static final String BACK_TO_ONE_CLIENT = "UPDATE registry.system SET client_slot = 1,"
            + " former_client_until = ? WHERE id = ? AND (client_slot = 2 OR former_client_until > ?)";

    private static final Pattern AUTH = Pattern.compile("client-secret|private-key-jwt");

    /** Ids that are clients of the realm itself. */
    private static final Pattern RESERVED = Pattern.compile(
            "hub|hub-.*|account|account-console|admin-.*|broker|realm-management|security-admin-console");

    private final Changes changes;

    Systems(Changes changes) {
        this.changes = changes;
    }

    /** Registers a system of the caller's department, or changes it. */
    public ObjectNode write(Call call, ObjectNode body, @Nullable String id) {
        ConsumerEntry entry = read(call.actor(), body, id);
        return changes.make(call, connection -> {
            Optional<ObjectNode> before = Sql.one(connection, SYSTEM, Systems::view, entry.id());
            if (before.isPresent()
                    && !call.actor().isOf(before.get().path("department").asText())) {
                throw Refused.of(id == null ? ErrorCode.ALREADY_EXISTS : ErrorCode.NOT_FOUND);
            }
            if (before.isEmpty()) {
                insert(connection, call.actor(), entry);
            } else {
                Sql.update(
                        connection,
                        "UPDATE registry.system SET name = ?, client_auth = ?, jwks = ?, sign_in = ?, credentials_issued_at"
                                + " = CASE WHEN jwks IS DISTINCT FROM ? THEN ? ELSE credentials_issued_at END"
                                + " WHERE id = ?",
                        entry.name(),
                        entry.auth(),
                        entry.jwks(),
                        entry.signIn(),
                        entry.jwks(),
                        changes.clock().instant(),
                        entry.id());
                if (entry.jwks() != null) {
                    Sql.update(
                            connection,
                            BACK_TO_ONE_CLIENT,
                            changes.clock().instant(),
                            entry.id(),
                            changes.clock().instant());
                }
            }
            return result(connection, call, entry.id(), before.isPresent() ? "update" : "create", before, false);
        });
    }

    /** Lets a system call, or stops it; the same again changes nothing. */
    public ObjectNode enable(Call call, String id, boolean enabled) {
        return changes.make(call, connection -> {
            ObjectNode before = owned(connection, call.actor(), id);
            Sql.update(connection, "UPDATE registry.system SET enabled = ? WHERE id = ?", enabled, id);
            return result(connection, call, id, enabled ? "enable" : "disable", Optional.of(before), !enabled);
        });
    }

    /**
     * Notes that a new client secret is handed out; it itself is never stored.
     *
     * @param overlap how long the former one counts on, under the system's other client; zero ends it
     */
    public ObjectNode noteCredentials(Call call, String id, Duration overlap) {
        return changes.make(call, connection -> {
            ObjectNode system = owned(connection, call.actor(), id);
            call.actor().requireOf(system.path("department").asText());
            if (!"client-secret".equals(system.path("auth").asText())) {
                throw Refused.of(
                        ErrorCode.STATE_CONFLICT,
                        "该系统以私钥签名认证，枢纽不发放口令。",
                        "This system signs with its private key: the hub hands out no secret.");
            }
            boolean ends = turn(connection, id, overlap);
            ObjectNode after = owned(connection, call.actor(), id);
            return new ManagementWork.Result<>(
                    after, List.of(changes.audit(call.actor(), "system", "credentials", id, system, after)), ends);
        });
    }

    /** Decides which client gets the secret; true when one ends at once that counted until now. */
    private boolean turn(Connection connection, String id, Duration overlap) throws SQLException {
        Instant now = changes.clock().instant();
        ClientTurn next = Sql.one(
                        connection,
                        "SELECT client_slot, former_client_until, credentials_issued_at, credentials_used_at"
                                + " FROM registry.system WHERE id = ? FOR UPDATE",
                        row -> ClientTurn.next(
                                row.getInt(1),
                                Sql.instant(row, "former_client_until"),
                                Sql.instant(row, "credentials_issued_at") != null,
                                Sql.instant(row, "credentials_used_at") != null,
                                overlap,
                                now),
                        id)
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        Sql.update(
                connection,
                "UPDATE registry.system SET client_slot = ?, former_client_until = ?, former_client_used_at ="
                        + " CASE WHEN ? THEN credentials_used_at ELSE former_client_used_at END,"
                        + " credentials_issued_at = ?, credentials_used_at = NULL WHERE id = ?",
                next.slot(),
                next.formerUntil(),
                next.turned(),
                now,
                id);
        Instant until = next.formerUntil();
        if (until != null && (next.turned() || next.ended())) {
            carryOver(connection, id, until);
        }
        return next.ended();
    }

    private void carryOver(Connection connection, String id, Instant at) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO registry.outbox (system, created_at, next_at) VALUES (?, ?, ?)",
                id,
                changes.clock().instant(),
                at);
    }

    private ObjectNode owned(Connection connection, Actor actor, String id) throws SQLException {
        ObjectNode system =
                Sql.one(connection, SYSTEM, Systems::view, id).orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        if (!actor.maySee(system.path("department").asText())) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
        return system;
    }

    private record ConsumerEntry(
            String id,
            String name,
            String auth,
            @Nullable String jwks,
            @Nullable String signIn) {}

    private static ConsumerEntry read(Actor actor, ObjectNode body, @Nullable String id) {
        List<FieldError> errors = new ArrayList<>();
        SpecReader reader = new SpecReader(body, "", errors);
        String written = reader.name("id", id == null);
        String used = id == null ? written : id;
        if (!written.equals(used) && !written.isEmpty()) {
            reader.error("id", "与路径中的标识不一致", "differs from the id in the path");
        }
        if (RESERVED.matcher(used).matches()) {
            reader.error("id", "该标识为枢纽保留", "this id is reserved for the hub");
        }
        String department = reader.text("department", false);
        String name = reader.text("name", true);
        String auth = reader.text(
                "auth", false, AUTH, "应为 client-secret 或 private-key-jwt", "must be client-secret or private-key-jwt");
        ObjectNode jwks = reader.raw("jwks");
        String signIn = body.has("signIn") ? SystemSignIn.read(reader.raw("signIn"), errors) : null;
        reader.refuseUnknown();
        boolean signs = auth.equals("private-key-jwt");
        if (signs != jwks.path("keys").isArray()) {
            reader.error(
                    "jwks",
                    "private-key-jwt 须给出公钥集，其他方式不得给出",
                    "private-key-jwt needs a public key set, other ways must not have one");
        }
        if (jwks.path("keys").findValue("d") != null || jwks.path("keys").findValue("k") != null) {
            reader.error("jwks", "只可给出公钥，不得含私钥", "must hold public keys only");
        }
        Directory.refuse(errors);
        if (!department.isEmpty()) {
            actor.requireOf(department);
        }
        return new ConsumerEntry(
                used, name, auth.isEmpty() ? "client-secret" : auth, signs ? jwks.toString() : null, signIn);
    }

    private void insert(Connection connection, Actor actor, ConsumerEntry entry) throws SQLException {
        String department = actor.department();
        if (!Sql.exists(connection, "SELECT 1 FROM registry.department WHERE code = ?", department)) {
            throw Refused.of(
                    ErrorCode.NOT_YOUR_DEPARTMENT,
                    "您的部门尚未登记，请联系系统管理员。",
                    "Your department is not registered; ask the system administrator.");
        }
        Sql.update(
                connection,
                "INSERT INTO registry.system (id, name, department, enabled, client_auth, jwks, sign_in, created_at,"
                        + " created_by, credentials_issued_at) VALUES (?, ?, ?, TRUE, ?, ?, ?, ?, ?, ?)",
                entry.id(),
                entry.name(),
                department,
                entry.auth(),
                entry.jwks(),
                entry.signIn(),
                changes.clock().instant(),
                actor.user(),
                entry.jwks() == null ? null : changes.clock().instant());
    }

    private ManagementWork.Result<ObjectNode> result(
            Connection connection,
            Call call,
            String id,
            String action,
            Optional<ObjectNode> before,
            boolean restricting)
            throws SQLException {
        ObjectNode after =
                Sql.one(connection, SYSTEM, Systems::view, id).orElseThrow(() -> new SQLException("Row gone"));
        if (before.isPresent() && before.get().equals(after)) {
            return new ManagementWork.Result<>(after, List.of(), false);
        }
        carryOver(connection, id, changes.clock().instant());
        return new ManagementWork.Result<>(
                after,
                List.of(changes.audit(call.actor(), "system", action, id, before.orElse(null), after)),
                restricting);
    }

    private static void time(ObjectNode view, String name, @Nullable Instant value) {
        if (value != null) {
            view.put(name, value.toString());
        }
    }

    static ObjectNode view(ResultSet row) throws SQLException {
        ObjectNode view = Json.object()
                .put("id", row.getString("id"))
                .put("name", row.getString("name"))
                .put("department", row.getString("department"))
                .put("enabled", row.getBoolean("enabled"))
                .put("auth", row.getString("client_auth"))
                .put("clientId", RealmClients.of(row.getString("id"), row.getInt("client_slot")));
        String jwks = row.getString("jwks");
        if (jwks != null) {
            view.set("jwks", Json.stored(jwks));
        }
        time(view, "credentialsIssuedAt", Sql.instant(row, "credentials_issued_at"));
        time(view, "credentialsUsedAt", Sql.instant(row, "credentials_used_at"));
        if (row.getObject("former_client_until") != null) {
            ObjectNode former = view.putObject("formerClient")
                    .put("clientId", RealmClients.of(row.getString("id"), 3 - row.getInt("client_slot")));
            time(former, "until", Sql.instant(row, "former_client_until"));
            time(former, "usedAt", Sql.instant(row, "former_client_used_at"));
        }
        String signIn = row.getString("sign_in");
        if (signIn != null) {
            view.set("signIn", Json.stored(signIn));
        }
        return view;
    }
}
