package cn.laohekou.hub.runtime.policy;

import cn.laohekou.hub.security.evidence.RecordKind;
import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.ConditionTypes;
import cn.laohekou.hub.security.policy.DecisionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the inputs of past decisions back from the ledger: what was released, and what was refused. */
final class RecordedCalls {

    /** Fetched from the database at a time. */
    private static final int FETCH = 500;

    private static final ObjectReader JSON = new ObjectMapper().reader();

    /** Only literals: a recorded network is never looked up. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    private static final CallFacts FACTS =
            CallFacts.NONE.fulfilling(ConditionTypes.standard().names());

    /** A refusal names neither the case nor, by its nature, what came after the refusing rule. */
    private static final Set<String> NOT_IN_REFUSALS = Set.of("caseRequired", "certificate", "subjectAuthorisation");

    /** What a certificate is checked against was read from the certificate, which no record holds. */
    private static final Set<String> NOT_IN_INTENTS = Set.of("certificate", "subjectAuthorisation");

    private final DataSource source;

    RecordedCalls(DataSource source) {
        this.source = source;
    }

    /** Takes one recorded call. */
    @FunctionalInterface
    interface Taker {

        /**
         * Takes a call.
         *
         * @param request the inputs
         * @param unrecorded conditions whose input the record does not hold
         */
        void take(DecisionRequest request, Set<String> unrecorded);
    }

    /**
     * Reads the calls of a resource in a period, in no particular order.
     *
     * @param resource resource name
     * @param systems the only systems of interest; all when empty
     * @param from first instant
     * @param until first instant after
     * @return how many were read
     */
    int read(String resource, Set<String> systems, Instant from, Instant until, Taker taker) throws SQLException {
        String sql = "SELECT kind, body FROM ledger.record WHERE at >= ? AND at < ? AND resource = ?"
                + " AND kind IN (?, ?) AND (? OR system = ANY (?))";
        try (Connection connection = source.getConnection()) {
            // The driver reads in portions only inside a transaction.
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(FETCH);
                statement.setObject(1, utc(from));
                statement.setObject(2, utc(until));
                statement.setString(3, resource);
                statement.setInt(4, RecordKind.INTENT.code());
                statement.setInt(5, RecordKind.REFUSAL.code());
                statement.setBoolean(6, systems.isEmpty());
                statement.setArray(7, connection.createArrayOf("text", systems.toArray()));
                return take(statement, taker);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static int take(PreparedStatement statement, Taker taker) throws SQLException {
        int read = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                read++;
                JsonNode record = parse(row.getBytes(2));
                DecisionRequest request = request(record);
                if (request != null) {
                    boolean refused = row.getInt(1) == RecordKind.REFUSAL.code();
                    taker.take(request, refused ? NOT_IN_REFUSALS : NOT_IN_INTENTS);
                }
            }
        }
        return read;
    }

    private static JsonNode parse(byte[] body) throws SQLException {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new SQLException("A record of the ledger is not JSON", e);
        }
    }

    /** The inputs of a recorded decision; null when it never came to an operation. */
    private static @Nullable DecisionRequest request(JsonNode record) {
        String operation = text(record, "operation");
        if (operation == null) {
            return null;
        }
        return new DecisionRequest(
                record.path("system").asText(),
                record.path("department").asText(),
                record.path("resource").asText(),
                operation,
                text(record, "purpose"),
                text(record, "case"),
                text(record, "person"),
                address(record.path("network").asText()),
                OffsetDateTime.parse(record.path("at").asText()).toInstant(),
                facts(record));
    }

    /** What the caller had proven, as the record's attributes tell. */
    private static CallFacts facts(JsonNode record) {
        JsonNode attributes = record.path("attributes");
        CallFacts facts = FACTS.withAuthentication(text(record, "assurance"))
                .withRecipient(text(attributes, "recipient"))
                .withSignature(text(attributes, "signature"));
        int assurance = attributes.path("personAssurance").asInt(0);
        return assurance > 0 ? facts.withPerson(assurance, true) : facts;
    }

    private static @Nullable String text(JsonNode record, String name) {
        JsonNode value = record.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable InetAddress address(String literal) {
        try {
            return ADDRESS.matcher(literal).matches() ? InetAddress.getByName(literal) : null;
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
