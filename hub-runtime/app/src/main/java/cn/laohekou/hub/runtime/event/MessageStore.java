package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.RecordKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database knows of messages. Every statement runs on the caller's connection. */
final class MessageStore {

    private static final HexFormat HEX = HexFormat.of();
    private static final int DETAIL = 500;

    private final Clock clock;

    MessageStore(Clock clock) {
        this.clock = clock;
    }

    /** Delivered ids, written at once. */
    final class DeliveredRows {

        private final List<String> subscriptions = new ArrayList<>();
        private final List<UUID> originals = new ArrayList<>();

        void add(String subscription, UUID original) {
            subscriptions.add(subscription);
            originals.add(original);
        }

        void write(Connection connection) throws SQLException {
            if (originals.isEmpty()) {
                return;
            }
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO exchange.delivered (subscription, original, at) SELECT u.s, u.o, ?"
                            + " FROM unnest(?::text[], ?::uuid[]) AS u (s, o) ON CONFLICT DO NOTHING")) {
                statement.setObject(1, clock.instant().atOffset(java.time.ZoneOffset.UTC));
                statement.setArray(2, connection.createArrayOf("text", subscriptions.toArray()));
                statement.setArray(3, connection.createArrayOf("uuid", originals.toArray()));
                statement.executeUpdate();
            }
        }
    }

    /** Where a message goes when it leaves the broker undelivered. */
    enum Into {
        /** To be tried again. */
        RETRY,
        /** A dead letter. */
        DEAD,
        /** Quarantine. */
        QUARANTINED;

        private String state() {
            return this == DEAD ? "dead" : "quarantined";
        }
    }

    /**
     * Why and how a message leaves the broker.
     *
     * @param into where to
     * @param held whether later messages of its key wait for it
     * @param attempts attempts that failed
     * @param nextAt when it is tried again
     * @param expiresAt when it ends; null for never
     * @param cause stable code; null when it only waits for another
     * @param detail one line; null for none
     */
    record Leaving(
            Into into,
            boolean held,
            int attempts,
            Instant nextAt,
            @Nullable Instant expiresAt,
            @Nullable String cause,
            @Nullable String detail) {}

    /** Writes a message that leaves the broker undelivered. One of a key behind another held one waits. */
    void insert(Connection connection, Subscription subscription, Message message, Leaving leaving)
            throws SQLException {
        byte[] key = HEX.parseHex(message.key());
        boolean waits = leaving.into() == Into.RETRY
                && leaving.held()
                && Sql.exists(
                        connection,
                        "SELECT 1 FROM exchange.message WHERE subscription = ? AND key = ? AND held"
                                + " AND state IN ('retrying', 'waiting')",
                        subscription.grant(),
                        key);
        String state = leaving.into() == Into.RETRY
                ? (waits ? "waiting" : "retrying")
                : leaving.into().state();
        Sql.update(
                connection,
                "INSERT INTO exchange.message (subscription, original, department, resource, publisher, connector, key,"
                        + " sequence, state, held, attempts, accepted_at, next_at, expires_at, cause, detail, ended_at,"
                        + " disordered, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (subscription, original) DO NOTHING",
                subscription.grant(),
                message.original(),
                subscription.department(),
                message.resource(),
                message.publisher(),
                subscription.delivery().connector(),
                key,
                message.sequence(),
                state,
                leaving.held(),
                leaving.attempts(),
                message.acceptedAt(),
                leaving.nextAt(),
                leaving.expiresAt(),
                leaving.cause(),
                cut(leaving.detail()),
                leaving.into() == Into.RETRY ? null : clock.instant(),
                !leaving.held(),
                message.sealed());
    }

    /** A parked message failed again, or could not be tried. */
    void again(Connection connection, Parked parked, int attempts, Instant nextAt, String cause, String detail)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE exchange.message SET attempts = ?, next_at = ?, cause = ?, detail = ? WHERE place = ?",
                attempts,
                nextAt,
                cause,
                cut(detail),
                parked.place());
    }

    /** A parked message is delivered: the next of its key takes its turn. */
    void deliveredParked(Connection connection, String subscription, Parked parked) throws SQLException {
        Sql.update(connection, "DELETE FROM exchange.message WHERE place = ?", parked.place());
        promote(connection, subscription, parked);
    }

    /** A parked message ends: the next of its key takes its turn. */
    void endParked(Connection connection, String subscription, Parked parked, Into into, String cause, String detail)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE exchange.message SET state = ?, held = false, disordered = true, attempts = ?, cause = ?,"
                        + " detail = ?, ended_at = ? WHERE place = ?",
                into.state(),
                parked.attempts(),
                cause,
                cut(detail),
                clock.instant(),
                parked.place());
        promote(connection, subscription, parked);
    }

    private void promote(Connection connection, String subscription, Parked parked) throws SQLException {
        if (parked.held()) {
            Sql.update(
                    connection,
                    "UPDATE exchange.message SET state = 'retrying', next_at = ? WHERE place = (SELECT min(place) FROM"
                            + " exchange.message WHERE subscription = ? AND key = ? AND held AND state = 'waiting')",
                    clock.instant(),
                    subscription,
                    HEX.parseHex(parked.message().key()));
        }
    }

    /** Parked messages whose turn it is, those with the least time left first. */
    List<Parked> due(Connection connection, String subscription, Collection<Long> without, int most)
            throws SQLException {
        return Sql.list(
                connection,
                "SELECT * FROM exchange.message WHERE subscription = ? AND state = 'retrying' AND next_at <= ?"
                        + " AND NOT (place = ANY (?)) ORDER BY expires_at NULLS LAST, next_at, place LIMIT ?",
                MessageStore::parked,
                subscription,
                clock.instant(),
                connection.createArrayOf("int8", without.toArray()),
                most);
    }

    private static Parked parked(ResultSet row) throws SQLException {
        Message message = new Message(
                row.getObject("original", UUID.class),
                row.getString("resource"),
                row.getString("publisher"),
                HEX.formatHex(row.getBytes("key")),
                row.getLong("sequence"),
                Objects.requireNonNull(Sql.instant(row, "accepted_at"), "accepted_at"),
                row.getBytes("body"));
        return new Parked(
                row.getLong("place"),
                message,
                row.getBoolean("held"),
                row.getInt("attempts"),
                Sql.instant(row, "expires_at"),
                row.getBoolean("disordered"),
                row.getString("redirect"),
                row.getString("replayed_by"),
                row.getString("replay_note"));
    }

    /** Held messages by key that are parked now. */
    Map<String, Integer> heldKeys(Connection connection, String subscription) throws SQLException {
        Map<String, Integer> keys = new HashMap<>();
        Sql.list(
                connection,
                "SELECT key, count(*) FROM exchange.message WHERE subscription = ? AND held"
                        + " AND state IN ('retrying', 'waiting') GROUP BY key",
                row -> keys.put(HEX.formatHex(row.getBytes(1)), row.getInt(2)),
                subscription);
        return keys;
    }

    /** Which of these messages the subscription needs no more: delivered, or on their way beside the broker. */
    Set<UUID> known(Connection connection, String subscription, Collection<UUID> originals) throws SQLException {
        var ids = connection.createArrayOf("uuid", originals.toArray());
        return new HashSet<>(Sql.list(
                connection,
                "SELECT original FROM exchange.delivered WHERE subscription = ? AND original = ANY (?)"
                        + " UNION SELECT original FROM exchange.message WHERE subscription = ? AND original = ANY (?)",
                row -> row.getObject(1, UUID.class),
                subscription,
                ids,
                subscription,
                ids));
    }

    /** Which of these exchanges have their intent on record. */
    Set<UUID> onRecord(Connection connection, Collection<UUID> originals) throws SQLException {
        return new HashSet<>(Sql.list(
                connection,
                "SELECT exchange FROM ledger.record WHERE exchange = ANY (?) AND kind = ?",
                row -> row.getObject(1, UUID.class),
                connection.createArrayOf("uuid", originals.toArray()),
                RecordKind.INTENT.code()));
    }

    /** Parked and waiting messages of every subscription. */
    Map<String, Long> parkedCounts(Connection connection) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        Sql.list(
                connection,
                "SELECT subscription, count(*) FROM exchange.message WHERE state IN ('retrying', 'waiting')"
                        + " GROUP BY subscription",
                row -> counts.put(row.getString(1), row.getLong(2)));
        return counts;
    }

    private static @Nullable String cut(@Nullable String detail) {
        return detail == null || detail.length() <= DETAIL ? detail : detail.substring(0, DETAIL);
    }
}
