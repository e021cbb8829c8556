package cn.laohekou.hub.runtime.epoch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Keeps a restricting change from being acknowledged before no other node acts on the policy before it. */
public final class EpochSpread {

    private static final String BEHIND = "SELECT EXISTS (SELECT 1 FROM registry.node_epoch n"
            + " WHERE n.node <> ? AND n.alive_until > now()"
            + " AND n.epoch < (SELECT epoch FROM registry.policy_epoch WHERE id = 1))";

    /** Pause between two looks in milliseconds. */
    private static final long EVERY_MILLIS = 10;

    private final DataSource database;
    private final String node;
    private final Runnable news;

    /**
     * @param database connections of the run-time role
     * @param node name of this node
     * @param news tells the other nodes, if they can be reached
     */
    public EpochSpread(DataSource database, String node, Runnable news) {
        this.database = database;
        this.node = node;
        this.news = news;
    }

    /**
     * Waits until every other node that may still release something has said that it acts on the policy in force, or
     * every lease that began before this call has run out. To be called after the change's commit.
     */
    public void await() {
        long start = System.nanoTime();
        long longest = EpochLease.LENGTH.toNanos();
        news.run();
        while (behind()) {
            long left = longest - (System.nanoTime() - start);
            if (left <= 0) {
                return;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** When that cannot be said, the others count as behind. */
    private boolean behind() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(BEHIND)) {
            statement.setString(1, node);
            try (ResultSet row = statement.executeQuery()) {
                return !row.next() || row.getBoolean(1);
            }
        } catch (SQLException e) {
            return true;
        }
    }
}
