package cn.laohekou.hub.runtime.credential;

import cn.laohekou.hub.runtime.registry.Sql;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Which signed requests were seen, for all nodes and across restarts: the primary key of a table decides which of two was
 * first. What waits is written in one statement, so that many signed calls at once share one commit. When the table
 * cannot be written, nothing counts as first.
 */
public final class SeenSignatures implements AutoCloseable {

    /** Requests that wait at most; more are refused rather than queued. */
    private static final int MOST_WAITING = 10_000;

    private static final int BATCH = 500;
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final String INSERT = "INSERT INTO registry.seen_signature (digest, until)"
            + " SELECT * FROM unnest(?::bytea[], ?::timestamptz[]) ON CONFLICT DO NOTHING RETURNING digest";

    private record Asked(ByteBuffer digest, Instant until, CompletableFuture<Boolean> first) {}

    private final DataSource database;
    private final Clock clock;
    private final BlockingQueue<Asked> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer = new Thread(this::run, "hub-seen-signatures");
    private volatile boolean closed;
    private Instant swept = Instant.EPOCH;

    /**
     * Starts writing.
     *
     * @param database the run-time role's connections
     * @param clock the time
     */
    public SeenSignatures(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Notes a signed request.
     *
     * @param digest 32 bytes, the same for the same request again
     * @param until from when the request would be out of time anyway
     * @return true for the first, durably so; false for every further one; completes exceptionally when that cannot be
     *     told
     */
    public CompletionStage<Boolean> first(byte[] digest, Instant until) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        if (closed || !waiting.offer(new Asked(ByteBuffer.wrap(digest.clone()), until, answer))) {
            answer.completeExceptionally(new IllegalStateException("too many signed requests wait"));
        }
        return answer;
    }

    private void run() {
        List<Asked> batch = new ArrayList<>(BATCH);
        while (!closed) {
            try {
                Asked next = waiting.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    batch.add(next);
                    waiting.drainTo(batch, BATCH - 1);
                    write(batch);
                }
                sweep();
            } catch (InterruptedException e) {
                closed = true;
            } finally {
                batch.clear();
            }
        }
        waiting.drainTo(batch);
        batch.forEach(left -> left.first().completeExceptionally(new IllegalStateException("the hub is stopping")));
    }

    private void write(List<Asked> batch) {
        Map<ByteBuffer, Asked> distinct = new LinkedHashMap<>();
        List<Asked> again = new ArrayList<>();
        for (Asked asked : batch) {
            if (distinct.putIfAbsent(asked.digest(), asked) != null) {
                again.add(asked);
            }
        }
        try {
            Set<ByteBuffer> first = insert(distinct.values().stream().toList());
            distinct.values().forEach(asked -> asked.first().complete(first.contains(asked.digest())));
            again.forEach(asked -> asked.first().complete(false));
        } catch (SQLException | RuntimeException e) {
            batch.forEach(asked -> asked.first().completeExceptionally(e));
        }
    }

    private Set<ByteBuffer> insert(List<Asked> asked) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Array digests = connection.createArrayOf(
                    "bytea", asked.stream().map(one -> one.digest().array()).toArray(byte[][]::new));
            Array untils = connection.createArrayOf(
                    "timestamptz",
                    asked.stream().map(one -> one.until().toString()).toArray());
            statement.setArray(1, digests);
            statement.setArray(2, untils);
            Set<ByteBuffer> first = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    first.add(ByteBuffer.wrap(rows.getBytes(1)));
                }
            }
            return first;
        }
    }

    /** Forgets what is out of time; a failure only means that it is done later. */
    private void sweep() {
        Instant now = clock.instant();
        if (now.isBefore(swept.plus(SWEEP))) {
            return;
        }
        swept = now;
        try (Connection connection = database.getConnection()) {
            Sql.update(connection, "DELETE FROM registry.seen_signature WHERE until < ?", now);
        } catch (SQLException e) {
            System.getLogger(SeenSignatures.class.getName())
                    .log(
                            System.Logger.Level.DEBUG,
                            "Signatures out of time could not be deleted: {0}",
                            e.getSQLState());
        }
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
    }
}
