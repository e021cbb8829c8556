package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.crypto.KeyService;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Rows set aside: sealed in the hub's database, with the reason in clear. The same row is kept once, however often it is
 * met. Thread-safe.
 */
final class Quarantine {

    private static final String PURPOSE = "table-quarantine";

    private final DataSource database;
    private final KeyService keys;
    private final Clock clock;

    Quarantine(DataSource database, KeyService keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Sets a row aside; durable when it returns.
     *
     * @param stream stream it was met in
     * @param job job that met it
     * @param reason short name of the reason
     * @param column column at fault; empty when unknown
     * @param row the row as COPY text
     */
    void put(String stream, UUID job, String reason, String column, byte[] row) throws SQLException {
        byte[] mark = keys.mac(PURPOSE, stream.getBytes(StandardCharsets.UTF_8), row);
        byte[] sealed = keys.seal(PURPOSE, stream.getBytes(StandardCharsets.UTF_8), row);
        try (Connection connection = database.getConnection()) {
            Sql.update(
                    connection,
                    "INSERT INTO job.quarantine (stream, row_mark, job, reason, at_column, sealed, seen_at)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (stream, row_mark) DO UPDATE SET"
                            + " job = EXCLUDED.job, reason = EXCLUDED.reason, at_column = EXCLUDED.at_column,"
                            + " seen_at = EXCLUDED.seen_at",
                    stream,
                    mark,
                    job,
                    reason,
                    column,
                    sealed,
                    clock.instant());
        }
    }

    /** A row as it was set aside. */
    byte[] open(String stream, byte[] sealed) {
        return keys.open(PURPOSE, stream.getBytes(StandardCharsets.UTF_8), sealed);
    }
}
