package cn.laohekou.hub.runtime.credential;

import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Warns before credentials of systems and keys of the hub end, until somebody renewed them. */
public final class ExpiryWatch {

    /** Long enough for a department to change over a system, holidays included: 30 days. */
    static final Duration AHEAD = Duration.ofDays(30);

    /** Kinds of the alerts. */
    static final String CREDENTIAL = "CREDENTIAL_EXPIRY";

    static final String KEY = "KEY_EXPIRY";

    /** Where warnings go. */
    public interface Warnings {
        /** Warns; again changes nothing. */
        void raise(String kind, String key, @Nullable String department, String zh, String en, Instant due);

        /** Ends a warning. */
        void clear(String kind, String key);
    }

    private record Due(String kind, String key, @Nullable String department, String zh, String en, Instant at) {}

    private final DataSource database;
    private final Warnings warnings;
    private final Clock clock;
    private final ZoneId zone;
    private Set<String> raised = new HashSet<>();

    /**
     * @param database the run-time role's connections
     * @param warnings where warnings go
     * @param clock the time
     * @param zone the hub's zone
     */
    public ExpiryWatch(DataSource database, Warnings warnings, Clock clock, ZoneId zone) {
        this.database = database;
        this.warnings = warnings;
        this.clock = clock;
        this.zone = zone;
    }

    /** Looks once. */
    public synchronized void look() throws SQLException {
        List<Due> due = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        Instant limit = clock.instant().plus(AHEAD);
        try (Connection connection = database.getConnection()) {
            credentials(connection, limit, due, settled);
            keys(connection, limit, due, settled);
        }
        Set<String> now = new HashSet<>();
        for (Due one : due) {
            warnings.raise(one.kind(), one.key(), one.department(), one.zh(), one.en(), one.at());
            now.add(one.kind() + ' ' + one.key());
        }
        for (String name : settled) {
            int space = name.indexOf(' ');
            warnings.clear(name.substring(0, space), name.substring(space + 1));
        }
        raised = now;
    }

    /** Warnings raised at the last look. */
    synchronized int open() {
        return raised.size();
    }

    /** A credential needs no warning once a newer one of its kind outlives it, or it was revoked. */
    private void credentials(Connection connection, Instant limit, List<Due> due, List<String> settled)
            throws SQLException {
        Sql.list(
                connection,
                "SELECT c.id, c.key_id, c.kind, c.system, c.not_after, s.department,"
                        + " c.revoked_at IS NULL AND s.enabled AND NOT EXISTS (SELECT 1 FROM registry.system_credential n"
                        + " WHERE n.system = c.system AND n.kind = c.kind AND n.revoked_at IS NULL"
                        + " AND n.not_after > ? AND n.created_at > c.created_at) AS matters"
                        + " FROM registry.system_credential c JOIN registry.system s ON s.id = c.system"
                        + " WHERE c.not_after <= ? AND c.not_after > ?",
                row -> {
                    String id = row.getString("id");
                    Instant end = Objects.requireNonNull(Sql.instant(row, "not_after"));
                    if (!row.getBoolean("matters")) {
                        return settled.add(CREDENTIAL + ' ' + id);
                    }
                    String name = row.getString("system") + " " + row.getString("kind") + " " + row.getString("key_id");
                    return due.add(new Due(
                            CREDENTIAL,
                            id,
                            row.getString("department"),
                            "系统凭据将于 " + day(end) + " 到期，请换发：" + name,
                            "credential ends on " + day(end) + "; issue a new one: " + name,
                            end));
                },
                limit,
                limit,
                clock.instant().minus(AHEAD));
    }

    private void keys(Connection connection, Instant limit, List<Due> due, List<String> settled) throws SQLException {
        Sql.list(
                connection,
                "SELECT k.name, k.version, k.expires_at, NOT EXISTS (SELECT 1 FROM registry.managed_key n"
                        + " WHERE n.name = k.name AND n.version > k.version) AS newest"
                        + " FROM registry.managed_key k WHERE k.expires_at <= ?",
                row -> {
                    String id = row.getString("name") + "/" + row.getInt("version");
                    if (!row.getBoolean("newest")) {
                        return settled.add(KEY + ' ' + id);
                    }
                    Instant end = Objects.requireNonNull(Sql.instant(row, "expires_at"));
                    return due.add(new Due(
                            KEY,
                            id,
                            null,
                            "枢纽密钥应于 " + day(end) + " 前轮换：" + id,
                            "key of the hub is to be rotated before " + day(end) + ": " + id,
                            end));
                },
                limit);
    }

    private String day(Instant end) {
        return end.atZone(zone).toLocalDate().toString();
    }
}
