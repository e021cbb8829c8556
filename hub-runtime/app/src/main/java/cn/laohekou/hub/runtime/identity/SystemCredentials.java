package cn.laohekou.hub.runtime.identity;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps when systems last proved themselves, and warns before their secrets and keys get old. Noting is cheap and never
 * fails; writing happens in turns.
 */
public final class SystemCredentials {

    /** How long a secret or key shall be used at most; a policy of the hub, the realm does not enforce it. */
    public static final Duration LIFETIME = Duration.ofDays(365);

    /** How long before that its owner is warned. */
    static final Duration WARNING = Duration.ofDays(30);

    private static final String KIND = "CREDENTIAL_EXPIRING";
    /** How long before the end of a former secret its owner is warned that it is still in use. */
    static final Duration FORMER_WARNING = Duration.ofDays(3);

    private static final String FORMER_KIND = "FORMER_CREDENTIAL_IN_USE";
    private static final String USED = "UPDATE registry.system SET credentials_used_at = ?"
            + " WHERE id = ? AND client_slot = ? AND (credentials_used_at IS NULL OR credentials_used_at < ?)";
    private static final String FORMER_USED = "UPDATE registry.system SET former_client_used_at = ?"
            + " WHERE id = ? AND client_slot <> ? AND (former_client_used_at IS NULL OR former_client_used_at < ?)";
    private static final String ISSUED = "SELECT id, department, credentials_issued_at, former_client_until,"
            + " former_client_used_at >= credentials_issued_at AS former_in_use"
            + " FROM registry.system WHERE credentials_issued_at IS NOT NULL";

    private record Proven(String system, int slot) {}

    private final DataSource database;
    private final Alerts alerts;
    private final Clock clock;
    private final ZoneId zone;
    private final Map<Proven, Instant> seen = new ConcurrentHashMap<>();

    /**
     * @param database the registry, as the run-time role
     * @param alerts where warnings go
     * @param clock the time
     * @param zone zone whose calendar names the day
     */
    public SystemCredentials(DataSource database, Alerts alerts, Clock clock, ZoneId zone) {
        this.database = database;
        this.alerts = alerts;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * Notes that a system proved itself just now.
     *
     * @param system system id
     * @param slot by which of its clients, 1 or 2
     */
    public void used(String system, int slot) {
        seen.put(new Proven(system, slot), clock.instant());
    }

    /** Writes what was noted and looks for credentials that get old. */
    public void run() throws SQLException {
        try (Connection connection = database.getConnection()) {
            write(connection);
            warn(connection);
        }
    }

    private void write(Connection connection) throws SQLException {
        Map<Proven, Instant> noted = new HashMap<>(seen);
        for (Map.Entry<Proven, Instant> entry : noted.entrySet()) {
            Proven proven = entry.getKey();
            Instant at = entry.getValue();
            for (String update : List.of(USED, FORMER_USED)) {
                Sql.update(connection, update, at, proven.system(), proven.slot(), at);
            }
        }
        noted.forEach(seen::remove);
    }

    private void warn(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ISSUED);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Instant ends = rows.getObject(3, java.time.OffsetDateTime.class)
                        .toInstant()
                        .plus(LIFETIME);
                look(rows.getString(1), rows.getString(2), ends);
                former(
                        rows.getString(1),
                        rows.getString(2),
                        Sql.instant(rows, "former_client_until"),
                        rows.getBoolean("former_in_use"));
            }
        }
    }

    /** The caller has not changed over, and soon cannot call any more. */
    private void former(String system, String department, @Nullable Instant until, boolean inUse) {
        Instant now = clock.instant();
        if (until == null || !inUse || !now.isBefore(until) || now.isBefore(until.minus(FORMER_WARNING))) {
            alerts.clear(FORMER_KIND, system);
            return;
        }
        LocalDate day = LocalDate.ofInstant(until, zone);
        alerts.raise(
                department,
                FORMER_KIND,
                system,
                "系统 " + system + " 仍在使用旧口令，旧口令 " + day + " 失效，请改用新的客户端标识和口令。",
                "System " + system + " still uses its former secret, which ends on " + day
                        + "; change it over to the new client id and secret.",
                until);
    }

    private void look(String system, String department, Instant ends) {
        if (clock.instant().isBefore(ends.minus(WARNING))) {
            alerts.clear(KIND, system);
            return;
        }
        LocalDate day = LocalDate.ofInstant(ends, zone);
        alerts.raise(
                department,
                KIND,
                system,
                "系统 " + system + " 的密钥应在 " + day + " 前更换：hub system rotate " + system
                        + "，新旧口令可并存一段时间；签名方式可先并列登记新旧两个公钥。",
                "The credentials of system " + system + " are due to be replaced by " + day + ": hub system rotate "
                        + system + " lets old and new secret count side by side;"
                        + " with signatures, register old and new public key side by side first.",
                ends);
    }
}
