package cn.laohekou.hub.runtime.identity;

import cn.laohekou.hub.runtime.alert.Alerts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

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
    private static final String USED = "UPDATE registry.system SET credentials_used_at = ?"
            + " WHERE id = ? AND (credentials_used_at IS NULL OR credentials_used_at < ?)";
    private static final String ISSUED =
            "SELECT id, department, credentials_issued_at FROM registry.system WHERE credentials_issued_at IS NOT NULL";

    private final DataSource database;
    private final Alerts alerts;
    private final Clock clock;
    private final ZoneId zone;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

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

    /** Notes that a system proved itself just now. */
    public void used(String system) {
        seen.put(system, clock.instant());
    }

    /** Writes what was noted and looks for credentials that get old. */
    public void run() throws SQLException {
        try (Connection connection = database.getConnection()) {
            write(connection);
            warn(connection);
        }
    }

    private void write(Connection connection) throws SQLException {
        Map<String, Instant> noted = new HashMap<>(seen);
        if (noted.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(USED)) {
            for (Map.Entry<String, Instant> entry : noted.entrySet()) {
                update.setObject(1, entry.getValue().atOffset(ZoneOffset.UTC));
                update.setString(2, entry.getKey());
                update.setObject(3, entry.getValue().atOffset(ZoneOffset.UTC));
                update.addBatch();
            }
            update.executeBatch();
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
            }
        }
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
                "系统 " + system + " 的密钥应在 " + day + " 前更换；签名方式可先并列登记新旧两个公钥。",
                "The credentials of system " + system + " are due to be replaced by " + day
                        + "; with signatures, register old and new public key side by side first.",
                ends);
    }
}
