package cn.laohekou.hub.runtime.credential;

import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** On which day each credential was last used; noted in memory, written now and then. */
public final class CredentialUse {

    private final DataSource database;
    private final ZoneId zone;
    private final Map<String, LocalDate> noted = new ConcurrentHashMap<>();

    /**
     * @param database the run-time role's connections
     * @param zone the hub's zone
     */
    public CredentialUse(DataSource database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    /** Notes a use; costs next to nothing. */
    public void note(String credential, Instant at) {
        noted.put(credential, LocalDate.ofInstant(at, zone));
    }

    /** Writes what was noted since the last time; what fails is tried again. */
    public void flush() throws SQLException {
        if (noted.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<String, LocalDate> use : Map.copyOf(noted).entrySet()) {
                Sql.update(
                        connection,
                        "UPDATE registry.system_credential SET last_used = ? WHERE id = ?"
                                + " AND (last_used IS NULL OR last_used < ?)",
                        use.getValue(),
                        UUID.fromString(use.getKey()),
                        use.getValue());
                noted.remove(use.getKey(), use.getValue());
            }
        }
    }
}
