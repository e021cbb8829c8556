package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.Sm4;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What systems prove themselves with when they bring no token. Secrets are made here, sealed at once and shown once;
 * several of a kind can count side by side, so that a caller changes over without a pause.
 */
public final class SystemCredentials {

    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DataSource database;
    private final Changes changes;
    private final KeyService keys;

    /**
     * @param database the run-time role's connections
     * @param changes the way changes go
     * @param keys seals secrets
     */
    public SystemCredentials(DataSource database, Changes changes, KeyService keys) {
        this.database = database;
        this.changes = changes;
        this.keys = keys;
    }

    /** A system's credentials, oldest first; never a secret. */
    public List<ObjectNode> list(Actor actor, String system) {
        try (Connection connection = database.getConnection()) {
            visible(connection, actor, system);
            return Sql.list(
                    connection,
                    "SELECT * FROM registry.system_credential WHERE system = ? ORDER BY created_at, id",
                    SystemCredentials::view,
                    system);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /**
     * Adds a credential.
     *
     * @return the credential; with {@code secret} when the hub made one: this is the only time it is shown, a repetition
     *     under the same idempotency key does not show it again
     */
    public ObjectNode add(Call call, String system, ObjectNode body) {
        Instant now = changes.clock().instant();
        CredentialSpec spec = CredentialSpec.read(body, now);
        byte[] secret =
                switch (spec.kind()) {
                    case SIGNATURE_SECRET -> {
                        byte[] random = new byte[SECRET_BYTES];
                        RANDOM.nextBytes(random);
                        // Old callers use the text itself as the key: so does the hub.
                        yield Base64.getUrlEncoder().withoutPadding().encode(random);
                    }
                    case ENCRYPTION_KEY -> Sm4.generate();
                    case SIGNATURE_KEY, CERTIFICATE -> null;
                };
        UUID id = UUID.randomUUID();
        ObjectNode stored = changes.make(call, connection -> store(connection, call, system, spec, id, secret, now));
        ObjectNode answer = stored.deepCopy();
        if (secret != null && id.toString().equals(stored.path("id").asText())) {
            answer.put(
                    "secret",
                    spec.kind() == CredentialSpec.Kind.ENCRYPTION_KEY
                            ? Base64.getEncoder().encodeToString(secret)
                            : new String(secret, StandardCharsets.US_ASCII));
        }
        return answer;
    }

    private ManagementWork.Result<ObjectNode> store(
            Connection connection,
            Call call,
            String system,
            CredentialSpec spec,
            UUID id,
            byte @Nullable [] secret,
            Instant now)
            throws SQLException {
        call.actor().requireOf(visible(connection, call.actor(), system));
        String keyId = spec.keyId().isEmpty() ? system + "." + id.toString().substring(0, 8) : spec.keyId();
        refuseTaken(connection, keyId, spec);
        List<cn.laohekou.hub.security.evidence.Audit> audits = new ArrayList<>();
        boolean restricting = spec.overlap() != null && shorten(connection, call, system, spec, now, audits);
        Instant end = now.plus(spec.validity());
        Instant certificateEnd = spec.notAfter();
        Sql.update(
                connection,
                "INSERT INTO registry.system_credential (id, system, kind, key_id, algorithm, sealed, public_key,"
                        + " thumbprint, subject, convention, created_at, created_by, not_before, not_after)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)",
                id,
                system,
                spec.kind().label(),
                keyId,
                spec.algorithm() == null ? null : spec.algorithm().label(),
                secret == null ? null : keys.seal(CredentialSource.PURPOSE, CredentialSource.place(id), secret),
                spec.publicKey(),
                spec.thumbprint(),
                spec.subject(),
                spec.convention() == null
                        ? null
                        : ConventionSpec.view(spec.convention()).toString(),
                now,
                call.actor().user(),
                now,
                certificateEnd != null && certificateEnd.isBefore(end) ? certificateEnd : end);
        ObjectNode after = one(connection, system, id);
        audits.add(changes.audit(call.actor(), "system-credential", "add", id.toString(), null, after));
        return new ManagementWork.Result<>(after, audits, restricting);
    }

    private static void refuseTaken(Connection connection, String keyId, CredentialSpec spec) throws SQLException {
        if (Sql.exists(
                connection,
                "SELECT 1 FROM registry.system_credential WHERE key_id = ? OR thumbprint = ?"
                        + " OR (subject = ? AND revoked_at IS NULL)",
                keyId,
                spec.thumbprint(),
                spec.subject())) {
            throw Refused.of(
                    ErrorCode.ALREADY_EXISTS,
                    "该 keyId、证书或主体名已登记。",
                    "This key id, certificate or subject is registered already.");
        }
    }

    /** Former credentials of the kind count for the overlap and no longer. */
    private boolean shorten(
            Connection connection,
            Call call,
            String system,
            CredentialSpec spec,
            Instant now,
            List<cn.laohekou.hub.security.evidence.Audit> audits)
            throws SQLException {
        Instant end = now.plus(java.util.Objects.requireNonNull(spec.overlap()));
        List<UUID> former = Sql.list(
                connection,
                "SELECT id FROM registry.system_credential WHERE system = ? AND kind = ? AND revoked_at IS NULL"
                        + " AND not_after > ?",
                row -> row.getObject(1, UUID.class),
                system,
                spec.kind().label(),
                end);
        for (UUID id : former) {
            ObjectNode before = one(connection, system, id);
            Sql.update(connection, "UPDATE registry.system_credential SET not_after = ? WHERE id = ?", end, id);
            audits.add(changes.audit(
                    call.actor(), "system-credential", "shorten", id.toString(), before, one(connection, system, id)));
        }
        return !former.isEmpty();
    }

    /** Ends a credential at once; again changes nothing. */
    public ObjectNode revoke(Call call, String system, UUID id) {
        return changes.make(call, connection -> {
            visible(connection, call.actor(), system);
            ObjectNode before = one(connection, system, id);
            if (before.has("revokedAt")) {
                return new ManagementWork.Result<>(before, List.of(), false);
            }
            Sql.update(
                    connection,
                    "UPDATE registry.system_credential SET revoked_at = ?, sealed = NULL WHERE id = ?",
                    changes.clock().instant(),
                    id);
            ObjectNode after = one(connection, system, id);
            return new ManagementWork.Result<>(
                    after,
                    List.of(changes.audit(call.actor(), "system-credential", "revoke", id.toString(), before, after)),
                    true);
        });
    }

    /** The system's department; a system the actor may not see is not there. */
    private static String visible(Connection connection, Actor actor, String system) throws SQLException {
        return Sql.one(
                        connection,
                        "SELECT department FROM registry.system WHERE id = ?",
                        row -> row.getString(1),
                        system)
                .filter(actor::maySee)
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    private static ObjectNode one(Connection connection, String system, UUID id) throws SQLException {
        return Sql.one(
                        connection,
                        "SELECT * FROM registry.system_credential WHERE system = ? AND id = ?",
                        SystemCredentials::view,
                        system,
                        id)
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    private static ObjectNode view(ResultSet row) throws SQLException {
        ObjectNode view = Json.object()
                .put("id", row.getString("id"))
                .put("system", row.getString("system"))
                .put("kind", row.getString("kind"))
                .put("keyId", row.getString("key_id"));
        text(view, "algorithm", row.getString("algorithm"));
        text(view, "thumbprint", row.getString("thumbprint"));
        text(view, "subject", row.getString("subject"));
        String convention = row.getString("convention");
        if (convention != null) {
            view.set("convention", Json.stored(convention));
        }
        text(view, "createdAt", String.valueOf(Sql.instant(row, "created_at")));
        text(view, "createdBy", row.getString("created_by"));
        text(view, "notBefore", String.valueOf(Sql.instant(row, "not_before")));
        text(view, "notAfter", String.valueOf(Sql.instant(row, "not_after")));
        Instant revoked = Sql.instant(row, "revoked_at");
        text(view, "revokedAt", revoked == null ? null : revoked.toString());
        text(view, "lastUsed", row.getString("last_used"));
        return view;
    }

    private static void text(ObjectNode view, String name, @Nullable String value) {
        if (value != null) {
            view.put(name, value);
        }
    }
}
