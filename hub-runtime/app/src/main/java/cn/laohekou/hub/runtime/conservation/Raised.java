package cn.laohekou.hub.runtime.conservation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** Figures to be raised, or lowered, together with what raised them. For one thread and one transaction. */
public final class Raised {

    private record Key(String account, LocalDate day, Figure what) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byAccount = account.compareTo(other.account);
            int byDay = byAccount != 0 ? byAccount : day.compareTo(other.day);
            return byDay != 0 ? byDay : what.compareTo(other.what);
        }
    }

    private final Map<Key, Long> counts = new TreeMap<>();

    /** Raises a figure; a negative number takes back. */
    public void by(String account, LocalDate day, Figure what, long count) {
        counts.merge(new Key(account, day, what), count, Long::sum);
    }

    /**
     * Writes all of it, in one order, so that two writers never wait for each other in a circle.
     *
     * @param node whose rows are written
     */
    public void write(Connection connection, String node) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO exchange.balance AS f (node, account, day, what, count) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (node, account, day, what) DO UPDATE SET count = f.count + excluded.count")) {
            for (Map.Entry<Key, Long> entry : counts.entrySet()) {
                statement.setString(1, node);
                statement.setString(2, entry.getKey().account());
                statement.setObject(3, entry.getKey().day());
                statement.setString(4, entry.getKey().what().label());
                statement.setLong(5, entry.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        counts.clear();
    }
}
