package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.registry.Sql;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which exchange an idempotency key stands for: reserved in the database before the message goes to the broker, many in
 * one transaction, on one thread. Thread-safe.
 */
final class Reservations implements AutoCloseable {

    private static final int MOST = 500;
    private static final long PAUSE_MILLIS = 500;

    private final DataSource database;
    private final MessageStore store;
    private final Clock clock;
    private final LinkedBlockingQueue<Wanted> wanted = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "hub-event-keys");
    private volatile boolean closed;

    /**
     * What a key stands for.
     *
     * @param exchange the exchange: the one asked for, or that of an earlier call
     * @param attempt number of this call under the key
     * @param sameBody whether the earlier call brought the same message
     * @param onRecord whether it was accepted then
     */
    record Reserved(UUID exchange, int attempt, boolean sameBody, boolean onRecord) {}

    @SuppressWarnings("ArrayRecordComponent") // read once
    private record Wanted(byte[] key, UUID exchange, byte[] body, CompletableFuture<Reserved> told) {}

    Reservations(DataSource database, MessageStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Reserves.
     *
     * @param key keyed digest of who publishes what under which key
     * @param exchange exchange for it if it is the first
     * @param body keyed digest of the message
     * @return completes exceptionally when the database cannot be asked
     */
    CompletionStage<Reserved> reserve(byte[] key, UUID exchange, byte[] body) {
        CompletableFuture<Reserved> told = new CompletableFuture<>();
        wanted.add(new Wanted(key, exchange, body, told));
        return told;
    }

    private void run() {
        try {
            while (!closed) {
                Wanted first = wanted.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Wanted> batch = new ArrayList<>();
                    batch.add(first);
                    wanted.drainTo(batch, MOST - 1);
                    reserve(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One statement must not meet a key twice: what repeats one of the same batch goes with the next. */
    private void reserve(List<Wanted> batch) {
        Map<ByteBuffer, Wanted> now = new LinkedHashMap<>();
        List<Wanted> next = new ArrayList<>();
        for (Wanted one : batch) {
            if (now.putIfAbsent(ByteBuffer.wrap(one.key()), one) != null) {
                next.add(one);
            }
        }
        try (Connection connection = database.getConnection()) {
            Map<ByteBuffer, Row> rows = write(connection, now.values());
            Set<UUID> onRecord = store.onRecord(
                    connection,
                    rows.values().stream()
                            .filter(row -> row.attempt() > 1)
                            .map(Row::exchange)
                            .toList());
            now.forEach((key, one) -> {
                Row row = rows.get(key);
                if (row == null) {
                    one.told().completeExceptionally(new SQLException("no row came back"));
                } else {
                    one.told()
                            .complete(new Reserved(
                                    row.exchange(),
                                    row.attempt(),
                                    Arrays.equals(row.body(), one.body()),
                                    onRecord.contains(row.exchange())));
                }
            });
        } catch (SQLException | RuntimeException e) {
            now.values().forEach(one -> one.told().completeExceptionally(e));
        }
        if (!next.isEmpty()) {
            reserve(next);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // read once
    private record Row(UUID exchange, byte[] body, int attempt) {}

    private Map<ByteBuffer, Row> write(Connection connection, Iterable<Wanted> batch) throws SQLException {
        List<byte[]> keys = new ArrayList<>();
        List<UUID> exchanges = new ArrayList<>();
        List<byte[]> bodies = new ArrayList<>();
        for (Wanted one : batch) {
            keys.add(one.key());
            exchanges.add(one.exchange());
            bodies.add(one.body());
        }
        Map<ByteBuffer, Row> rows = new HashMap<>();
        Sql.list(
                connection,
                "INSERT INTO exchange.publication AS p (key, exchange, body, at) SELECT u.k, u.x, u.b, ?"
                        + " FROM unnest(?::bytea[], ?::uuid[], ?::bytea[]) AS u (k, x, b)"
                        + " ON CONFLICT (key) DO UPDATE SET attempt = p.attempt + 1"
                        + " RETURNING key, exchange, body, attempt",
                row -> rows.put(
                        ByteBuffer.wrap(row.getBytes(1)),
                        new Row(row.getObject(2, UUID.class), row.getBytes(3), row.getInt(4))),
                clock.instant(),
                connection.createArrayOf("bytea", keys.toArray(new byte[0][])),
                connection.createArrayOf("uuid", exchanges.toArray()),
                connection.createArrayOf("bytea", bodies.toArray(new byte[0][])));
        return rows;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        @Nullable Wanted left = wanted.poll();
        while (left != null) {
            left.told().completeExceptionally(new SQLException("the hub stops"));
            left = wanted.poll();
        }
    }
}
