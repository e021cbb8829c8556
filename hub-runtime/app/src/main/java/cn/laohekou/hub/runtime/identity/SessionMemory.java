package cn.laohekou.hub.runtime.identity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Remembers, for all nodes and across restarts, with which roles and department a session was first seen. The first
 * word counts: nothing changes an entry, age alone removes it.
 */
public final class SessionMemory {

    /** Entries a node keeps by itself; a session that gave way is read again. */
    private static final int CACHED = 10_000;

    /** New sessions between two removals of old ones. */
    private static final int SWEEP_EVERY = 100;

    private static final String REMEMBER = "INSERT INTO registry.person_session (session, standing, first_seen)"
            + " VALUES (?, ?, now()) ON CONFLICT DO NOTHING";
    private static final String READ = "SELECT standing FROM registry.person_session WHERE session = ?";

    /** The realm ends sessions after eight hours; a day is beyond any of them. */
    private static final String SWEEP =
            "DELETE FROM registry.person_session WHERE first_seen < now() - interval '24 hours'";

    private final DataSource database;
    private final Map<String, String> cached = new ConcurrentHashMap<>();
    private final AtomicLong seen = new AtomicLong();

    /** @param database the registry, as the run-time role */
    public SessionMemory(DataSource database) {
        this.database = database;
    }

    /**
     * What a session was first seen as; the first call for a session decides.
     *
     * @param session the realm's id of the session
     * @param standing what it is seen as now
     * @return what it was first seen as
     * @throws SQLException when nobody can say
     */
    String firstSeenAs(String session, String standing) throws SQLException {
        String known = cached.get(session);
        if (known != null) {
            return known;
        }
        String first = remember(session, standing);
        if (cached.size() >= CACHED) {
            cached.clear();
        }
        cached.put(session, first);
        return first;
    }

    private String remember(String session, String standing) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(REMEMBER);
                PreparedStatement read = connection.prepareStatement(READ)) {
            if (seen.incrementAndGet() % SWEEP_EVERY == 0) {
                try (PreparedStatement sweep = connection.prepareStatement(SWEEP)) {
                    sweep.executeUpdate();
                }
            }
            insert.setString(1, session);
            insert.setString(2, standing);
            insert.executeUpdate();
            read.setString(1, session);
            try (ResultSet rows = read.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }
}
