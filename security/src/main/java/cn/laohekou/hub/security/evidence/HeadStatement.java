package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the hub signs: that a chain stood at a head at a time. Every header holds the hash of the one before, so a signed
 * head covers all batches up to it.
 *
 * @param head where the chain stood
 * @param at when
 */
public record HeadStatement(ChainHead head, Instant at) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The exact bytes that are signed, stored and exported. */
    public byte[] bytes() {
        return ("{\"v\":1,\"node\":\"" + head.node()
                        + "\",\"sequence\":" + head.sequence()
                        + ",\"hash\":\"" + head.hash()
                        + "\",\"at\":\"" + at.truncatedTo(ChronoUnit.MICROS)
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a statement.
     *
     * @param bytes as returned by {@link #bytes}
     * @throws IllegalArgumentException when they are not a statement of a known format
     */
    public static HeadStatement parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.path("v").asInt() != 1) {
                throw new IllegalArgumentException("Head statement is of an unknown format");
            }
            ChainHead head = new ChainHead(
                    json.path("node").asText(),
                    json.path("sequence").asLong(),
                    json.path("hash").asText());
            return new HeadStatement(head, Instant.parse(json.path("at").asText()));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("Head statement cannot be read", e);
        }
    }
}
