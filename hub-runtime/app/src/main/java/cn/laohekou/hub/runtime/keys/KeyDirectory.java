package cn.laohekou.hub.runtime.keys;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.crypto.KeyId;
import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.SealedKey;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;

/** The hub's own keys as people manage them: listed, rotated without a pause, old versions retired. */
public final class KeyDirectory {

    /** A key in use longer than three years would outlive the records it protects (Decree 809, art. 29). */
    private static final int MOST_DAYS = 1095;

    /** Records of use are kept for three years at least. */
    private static final int RECORDS_DAYS = 1096;

    private static final int USUAL_DAYS = 365;

    private static final String SELECT = "SELECT *, version = (SELECT max(version) FROM registry.managed_key n"
            + " WHERE n.name = k.name) AS newest FROM registry.managed_key k";

    private final DataSource database;
    private final Changes changes;
    private final KeyService keys;

    /**
     * @param database the run-time role's connections
     * @param changes the way changes go
     * @param keys makes keys
     */
    public KeyDirectory(DataSource database, Changes changes, KeyService keys) {
        this.database = database;
        this.changes = changes;
        this.keys = keys;
    }

    /** All versions of all keys; never a secret half. */
    public List<ObjectNode> list() {
        try (Connection connection = database.getConnection()) {
            return Sql.list(connection, SELECT + " ORDER BY name, version", KeyDirectory::view);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /**
     * Makes a new version, which signs and encrypts from now on; the older ones verify and decrypt until retired.
     *
     * @param body {@code validDays}, 1 to 1095; 365 when missing
     */
    public ObjectNode rotate(Call call, String name, ObjectNode body) {
        int days = days(body);
        ObjectNode answer = changes.make(call, connection -> {
            record Last(int version, String kind) {}
            Last last = Sql.one(
                            connection,
                            "SELECT version, kind FROM registry.managed_key WHERE name = ?"
                                    + " ORDER BY version DESC LIMIT 1 FOR UPDATE",
                            row -> new Last(row.getInt(1), row.getString(2)),
                            name)
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            Instant now = changes.clock().instant();
            SealedKey fresh = keys.fresh(
                    new KeyId(name, last.version() + 1),
                    KeyKind.valueOf(last.kind()),
                    now,
                    now.plus(Duration.ofDays(days)));
            JdbcKeyShelf.insert(connection, fresh);
            ObjectNode after = one(connection, fresh.id());
            return new ManagementWork.Result<>(
                    after,
                    List.of(changes.audit(
                            call.actor(), "key", "rotate", fresh.id().toString(), null, after)),
                    false);
        });
        keys.reload();
        return answer;
    }

    /** Takes an old version's secret half away for good: it verifies and decrypts no more. */
    public ObjectNode retire(Call call, String name, int version) {
        ObjectNode answer = changes.make(call, connection -> {
            KeyId id = id(name, version);
            ObjectNode before = one(connection, id);
            if (before.path("current").asBoolean()) {
                throw Refused.of(
                        ErrorCode.STATE_CONFLICT,
                        "这是正在使用的版本，请先轮换，再退役旧版本。",
                        "This version is in use: rotate first, then retire the old one.");
            }
            if (before.has("retiredAt")) {
                return new ManagementWork.Result<>(before, List.of(), false);
            }
            refuseWhileLookedUp(connection, id);
            Sql.update(
                    connection,
                    "UPDATE registry.managed_key SET sealed = NULL, retired_at = ? WHERE name = ? AND version = ?",
                    changes.clock().instant(),
                    name,
                    version);
            ObjectNode after = one(connection, id);
            return new ManagementWork.Result<>(
                    after, List.of(changes.audit(call.actor(), "key", "retire", id.toString(), before, after)), true);
        });
        keys.reload();
        return answer;
    }

    /** Who got a person's data must be found as long as the records of use are kept, under the key they were made with. */
    private void refuseWhileLookedUp(Connection connection, KeyId id) throws SQLException {
        boolean needed = id.name().equals(EvidenceKeys.LINEAGE_KEY)
                && Sql.exists(
                        connection,
                        "SELECT 1 FROM registry.managed_key WHERE name = ? AND version = ? AND created_at > ?",
                        id.name(),
                        id.version() + 1,
                        changes.clock().instant().minus(Duration.ofDays(RECORDS_DAYS)));
        if (needed) {
            throw Refused.of(
                    ErrorCode.STATE_CONFLICT,
                    "该版本被替换未满三年：此期间的使用记录仍须能按人查询（第二十九条）。",
                    "This version was replaced less than three years ago: records of use from its time must still be found"
                            + " by person (art. 29).");
        }
    }

    private static KeyId id(String name, int version) {
        try {
            return new KeyId(name, version);
        } catch (IllegalArgumentException e) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
    }

    private static ObjectNode one(Connection connection, KeyId id) throws SQLException {
        return Sql.one(
                        connection,
                        SELECT + " WHERE name = ? AND version = ?",
                        KeyDirectory::view,
                        id.name(),
                        id.version())
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    private static int days(ObjectNode body) {
        JsonNode given = body.path("validDays");
        boolean usable = given.isMissingNode()
                || (given.isIntegralNumber()
                        && given.canConvertToInt()
                        && given.intValue() >= 1
                        && given.intValue() <= MOST_DAYS);
        if (!usable || body.size() > (given.isMissingNode() ? 0 : 1)) {
            throw new Refused(Problem.of(
                    ErrorCode.REGISTRATION_INVALID,
                    List.of(FieldError.of(
                            "/validDays",
                            "只有这一项，应为 1 至 " + MOST_DAYS + " 的整数（天）",
                            "the only property; must be a whole number of days from 1 to " + MOST_DAYS))));
        }
        return given.isMissingNode() ? USUAL_DAYS : given.intValue();
    }

    private static ObjectNode view(ResultSet row) throws SQLException {
        ObjectNode view = Json.object()
                .put("id", row.getString("name") + "/" + row.getInt("version"))
                .put("name", row.getString("name"))
                .put("version", row.getInt("version"))
                .put("kind", row.getString("kind"))
                .put("current", row.getBoolean("newest"))
                .put("createdAt", String.valueOf(Sql.instant(row, "created_at")))
                .put("expiresAt", String.valueOf(Sql.instant(row, "expires_at")));
        byte[] half = row.getBytes("public_key");
        if (half != null) {
            view.put(
                    "publicKey",
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(half)
                            + "\n-----END PUBLIC KEY-----\n");
        }
        Instant retired = Sql.instant(row, "retired_at");
        if (retired != null) {
            view.put("retiredAt", retired.toString());
        }
        return view;
    }
}
