package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.crypto.BodyKey;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.signature.Credential;
import cn.laohekou.hub.security.signature.Credentials;
import cn.laohekou.hub.security.signature.HeaderConvention;
import cn.laohekou.hub.security.signature.SignatureAlgorithm;
import cn.laohekou.hub.security.signature.SignatureKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads credentials for the snapshot; each is opened and parsed once. Used by one thread at a time. */
final class CredentialSource {

    /** What secrets of systems are sealed for. */
    static final String PURPOSE = "system-credential";

    private static final String ALL = "SELECT c.*, s.department FROM registry.system_credential c"
            + " JOIN registry.system s ON s.id = c.system WHERE c.not_after > now() - interval '1 day'";

    private final KeyService keys;
    private Map<UUID, Object> parsed = new HashMap<>();

    CredentialSource(KeyService keys) {
        this.keys = keys;
    }

    static byte[] place(UUID id) {
        return ("registry.system_credential/" + id).getBytes(StandardCharsets.UTF_8);
    }

    private record Row(
            UUID id,
            String kind,
            Credential credential,
            @Nullable String thumbprint,
            @Nullable String subject,
            @Nullable Object material) {}

    /**
     * What was read.
     *
     * @param callers what callers prove themselves with
     * @param bodies keys for bodies by system, newest first
     */
    record Found(Credentials callers, Map<String, List<BodyKey>> bodies) {}

    Found load(Connection connection) throws SQLException {
        Map<UUID, Object> kept = new HashMap<>();
        List<Row> rows = Sql.list(connection, ALL, row -> read(row, kept));
        parsed = kept;
        List<Credential> keyed = new ArrayList<>();
        Map<String, Credential> byThumbprint = new HashMap<>();
        Map<String, Credential> bySubject = new HashMap<>();
        Map<String, List<BodyKey>> bodies = new HashMap<>();
        for (Row row : rows) {
            Credential credential = row.credential();
            if (row.kind().equals("certificate")) {
                put(byThumbprint, row.thumbprint(), credential);
                put(bySubject, row.subject(), credential);
            } else if (row.material() instanceof BodyKey key) {
                bodies.computeIfAbsent(credential.system(), system -> new ArrayList<>())
                        .add(key);
            } else if (!row.kind().equals("encryption-key")) {
                keyed.add(credential);
            }
        }
        bodies.values()
                .forEach(list ->
                        list.sort(Comparator.comparing(BodyKey::notBefore).reversed()));
        return new Found(Credentials.of(keyed, byThumbprint, bySubject), Map.copyOf(bodies));
    }

    /** A revoked one gives way to one that counts. */
    private static void put(Map<String, Credential> all, @Nullable String name, Credential credential) {
        if (name != null) {
            all.merge(name, credential, (one, other) -> one.revoked() ? other : one);
        }
    }

    private Row read(ResultSet row, Map<UUID, Object> kept) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String kind = row.getString("kind");
        boolean revoked = row.getObject("revoked_at") != null;
        Instant notBefore = Objects.requireNonNull(Sql.instant(row, "not_before"));
        Instant notAfter = Objects.requireNonNull(Sql.instant(row, "not_after"));
        Object material = revoked || kind.equals("certificate") ? null : parsed.get(id);
        if (material == null && !revoked && !kind.equals("certificate")) {
            material = material(row, id, kind, notBefore);
        }
        if (material != null) {
            kept.put(id, material);
        }
        if (material instanceof BodyKey key) {
            material = key.until(notAfter);
        }
        String convention = row.getString("convention");
        Credential credential = new Credential(
                id.toString(),
                row.getString("key_id"),
                row.getString("system"),
                row.getString("department"),
                material instanceof SignatureKey key ? key : null,
                convention == null ? null : convention(convention),
                notBefore,
                notAfter,
                revoked);
        return new Row(id, kind, credential, row.getString("thumbprint"), row.getString("subject"), material);
    }

    private static HeaderConvention convention(String stored) {
        return ConventionSpec.stored(Json.stored(stored));
    }

    /** What cannot be opened or parsed verifies nothing: its caller is refused, all others are not concerned. */
    private @Nullable Object material(ResultSet row, UUID id, String kind, Instant notBefore) throws SQLException {
        try {
            byte[] sealed = row.getBytes("sealed");
            byte[] secret = sealed == null ? null : keys.open(PURPOSE, place(id), sealed);
            if (kind.equals("encryption-key")) {
                return secret == null ? null : new BodyKey(row.getString("key_id"), secret, notBefore, notBefore);
            }
            SignatureAlgorithm algorithm = SignatureAlgorithm.of(String.valueOf(row.getString("algorithm")))
                    .orElseThrow();
            return secret != null
                    ? SignatureKey.secret(algorithm, secret)
                    : SignatureKey.publicKey(algorithm, Objects.requireNonNull(row.getBytes("public_key")));
        } catch (RuntimeException e) {
            System.getLogger(CredentialSource.class.getName())
                    .log(System.Logger.Level.ERROR, "Credential {0} cannot be used and is refused", id);
            return null;
        }
    }
}
