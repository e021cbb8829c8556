package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The header of a batch: what links it to the one before and binds it to its records.
 *
 * @param node node whose chain it is
 * @param boot id of the process that wrote it
 * @param sequence number within the chain, from 1, without holes
 * @param previous SM3 of the previous header's bytes in hexadecimal; zeros for the first
 * @param root Merkle root over the records in hexadecimal
 * @param count number of records, at least 1
 * @param at when it was sealed
 */
public record BatchHeader(String node, UUID boot, long sequence, String previous, String root, int count, Instant at) {

    /**
     * Version of the format of headers and records; raised when either changes. Version 2 added attributes and field
     * commitments to records; headers look the same in both.
     */
    public static final int FORMAT = 2;

    private static final int OLDEST_FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The exact bytes that are hashed and stored. */
    byte[] encode() {
        return ("{\"v\":" + FORMAT
                        + ",\"node\":\"" + node
                        + "\",\"boot\":\"" + boot
                        + "\",\"sequence\":" + sequence
                        + ",\"previous\":\"" + previous
                        + "\",\"root\":\"" + root
                        + "\",\"count\":" + count
                        + ",\"at\":\"" + at.truncatedTo(ChronoUnit.MICROS)
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a stored header.
     *
     * @param bytes exact bytes as stored
     * @throws IllegalArgumentException when they are not a header of a known format
     */
    public static BatchHeader parse(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            int format = json.path("v").asInt();
            if (format < OLDEST_FORMAT || format > FORMAT) {
                throw new IllegalArgumentException("Batch header is of an unknown format");
            }
            return new BatchHeader(
                    json.path("node").asText(),
                    UUID.fromString(json.path("boot").asText()),
                    json.path("sequence").asLong(),
                    json.path("previous").asText(),
                    json.path("root").asText(),
                    json.path("count").asInt(),
                    Instant.parse(json.path("at").asText()));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("Batch header cannot be read", e);
        }
    }

    /**
     * The hash a stored header is linked by.
     *
     * @param bytes exact bytes as stored
     * @return SM3 in hexadecimal
     */
    public static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sm3.hash(bytes));
    }
}
