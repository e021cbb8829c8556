package cn.laohekou.hub.runtime.policy;

import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.FieldCommitments;
import cn.laohekou.hub.security.evidence.RecordKind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Finds fields that were released without ever having a value. A record holds no value, but the commitment to no values at
 * all is the digest of the field's salt alone, and the hub can make every salt again.
 */
final class FieldValues {

    /** A field without a value in so many of the newest releases counts as without: bounds the work to seconds. */
    private static final int MOST_RELEASES = 100_000;

    private static final int FETCH = 500;
    private static final int COMMITMENT_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String NEWEST = "SELECT exchange, body FROM ledger.record WHERE kind = "
            + RecordKind.INTENT.code() + " AND grant_id = ? AND at >= ? ORDER BY at DESC LIMIT " + MOST_RELEASES;

    private final EvidenceKeys keys;

    FieldValues(EvidenceKeys keys) {
        this.keys = keys;
    }

    /**
     * Which fields never had a value.
     *
     * @param released fields that were released under the grant
     * @return those of them whose commitments all stand for no value; a null counts as a value, and a release whose
     *     record holds no commitments counts as one with values
     */
    Set<String> never(Connection connection, String grant, Instant since, Set<String> released) throws SQLException {
        Set<String> left = new TreeSet<>(released);
        if (left.isEmpty()) {
            return left;
        }
        boolean before = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            statement.setFetchSize(FETCH);
            statement.setString(1, grant);
            statement.setObject(2, since.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (!left.isEmpty() && row.next()) {
                    left.removeAll(told(left, row.getObject(1, UUID.class), row.getBytes(2)));
                }
            }
            connection.commit();
        } finally {
            connection.setAutoCommit(before);
        }
        return left;
    }

    private Set<String> told(Set<String> asked, UUID exchange, byte[] intent) {
        JsonNode json = parsed(intent);
        byte[] commitments = binary(json);
        byte[] key = keys.fieldKey(exchange);
        Set<String> told = new TreeSet<>();
        Iterator<String> names = json.path("fields").fieldNames();
        for (int from = 0; names.hasNext(); from += COMMITMENT_BYTES) {
            String name = names.next();
            if (asked.contains(name) && !empty(commitments, from, EvidenceKeys.fieldSalt(key, name))) {
                told.add(name);
            }
        }
        return told;
    }

    private static boolean empty(byte[] commitments, int from, byte[] salt) {
        return from + COMMITMENT_BYTES <= commitments.length
                && MessageDigest.isEqual(
                        Arrays.copyOfRange(commitments, from, from + COMMITMENT_BYTES),
                        FieldCommitments.commit(salt, List.of()));
    }

    private static JsonNode parsed(byte[] intent) {
        try {
            return JSON.readTree(intent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] binary(JsonNode json) {
        try {
            byte[] commitments = json.path("commitments").binaryValue();
            return commitments == null ? new byte[0] : commitments;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
