package cn.laohekou.hub.runtime.alert;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where the hub's parts say that something needs attention. Raising never blocks and never fails: what the database does
 * not take now is kept and written at a later {@link #flush}.
 */
public final class Alerts {

    private static final Logger LOG = Logger.getLogger("hub.alerts");

    /** So many different alerts wait for the database at most; a hub that raises more has told enough. */
    private static final int MAX_WAITING = 10_000;

    private final AlertStore store;
    private final Clock clock;
    private final Map<Key, Wanted> waiting = new HashMap<>();

    /**
     * @param store where alerts are kept
     * @param clock the time
     */
    public Alerts(AlertStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What an alert is about.
     *
     * @param kind upper-case words joined by underscores, for example {@code APPLICATION_OVERDUE}
     * @param key which of the kind, for example the application's id; the node's name for what is a node's own
     */
    public record Key(String kind, String key) {}

    /**
     * What shall be so from now on.
     *
     * @param raised false to clear
     * @param department the only department that sees it besides the city-wide roles; null for those alone
     */
    record Wanted(
            boolean raised,
            @Nullable String department,
            String zh,
            String en,
            @Nullable Instant due,
            Instant at) {}

    /**
     * Raises an alert for the city-wide roles. The same again changes nothing; with another text or date it is updated
     * and keeps its acknowledgement.
     *
     * @param kind upper-case words joined by underscores
     * @param key which of the kind
     * @param zh one sentence in Chinese; no personal data, no secret
     * @param en the same in English
     * @param due by when something must be done; null when there is no such date
     */
    public void raise(String kind, String key, String zh, String en, @Nullable Instant due) {
        raise(null, kind, key, zh, en, due);
    }

    /**
     * Raises an alert that a department sees too.
     *
     * @param department its unified social credit code; null for the city-wide roles alone
     */
    public void raise(
            @Nullable String department, String kind, String key, String zh, String en, @Nullable Instant due) {
        want(new Key(kind, key), new Wanted(true, department, zh, en, due, clock.instant()));
    }

    /** Ends an alert; nothing happens when there is none. */
    public void clear(String kind, String key) {
        want(new Key(kind, key), new Wanted(false, null, "", "", null, clock.instant()));
    }

    private void want(Key key, Wanted wanted) {
        synchronized (waiting) {
            if (waiting.size() < MAX_WAITING || waiting.containsKey(key)) {
                waiting.put(key, wanted);
            }
        }
    }

    /**
     * Writes what waits. Called by one thread at short intervals.
     *
     * @return whether all of it is written
     */
    public synchronized boolean flush() {
        List<Map.Entry<Key, Wanted>> now;
        synchronized (waiting) {
            now = new ArrayList<>(waiting.entrySet());
        }
        for (Map.Entry<Key, Wanted> entry : now) {
            try {
                write(entry.getKey(), entry.getValue());
            } catch (SQLException e) {
                LOG.debugf("alerts wait for the database: SQLSTATE %s", e.getSQLState());
                return false;
            }
            synchronized (waiting) {
                waiting.remove(entry.getKey(), entry.getValue());
            }
        }
        return true;
    }

    private void write(Key key, Wanted wanted) throws SQLException {
        boolean changed = wanted.raised() ? store.raise(key, wanted) : store.clear(key, wanted.at());
        if (changed) {
            LOG.warnf("alert %s %s %s", wanted.raised() ? "raised" : "cleared", key.kind(), key.key());
        }
    }
}
