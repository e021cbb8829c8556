package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Heads of all chains at one moment, as one line. Lines are linked by their hashes.
 *
 * @param at when
 * @param previous hash of the line before in hexadecimal; zeros for the first
 * @param heads heads, sorted by node
 */
public record Checkpoint(Instant at, String previous, List<ChainHead> heads) {

    /** Link of the first line. */
    public static final String NONE = "0".repeat(64);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HASH = ",\"hash\":\"";
    private static final int HASH_TAIL = HASH.length() + 64 + "\"}".length();

    public Checkpoint {
        heads = List.copyOf(heads);
    }

    /** The exact line, without its line end. Its last member is the SM3 of everything before that member. */
    public String line() {
        StringBuilder body = new StringBuilder("{\"v\":1,\"at\":\"")
                .append(at.truncatedTo(ChronoUnit.MICROS))
                .append("\",\"previous\":\"")
                .append(previous)
                .append("\",\"heads\":[");
        String comma = "";
        for (ChainHead head : heads) {
            body.append(comma).append("{\"node\":\"").append(head.node());
            body.append("\",\"sequence\":").append(head.sequence());
            body.append(",\"hash\":\"").append(head.hash()).append("\"}");
            comma = ",";
        }
        body.append(']');
        return body + HASH + sm3(body.toString()) + "\"}";
    }

    /** The hash the next line is linked by. */
    public String hash() {
        return hashOf(line());
    }

    /**
     * Reads a line.
     *
     * @param line as written by {@link #line}
     * @throws IllegalArgumentException when it is not a checkpoint or was changed
     */
    public static Checkpoint parse(String line) {
        int split = line.length() - HASH_TAIL;
        if (split < 0 || !line.startsWith(HASH, split) || !hashOf(line).equals(sm3(line.substring(0, split)))) {
            throw new IllegalArgumentException("检查点行被改动 / the checkpoint line was changed");
        }
        try {
            JsonNode json = JSON.readTree(line);
            List<ChainHead> heads = new ArrayList<>();
            for (JsonNode head : json.path("heads")) {
                heads.add(new ChainHead(
                        head.path("node").asText(),
                        head.path("sequence").asLong(),
                        head.path("hash").asText()));
            }
            return new Checkpoint(
                    Instant.parse(json.path("at").asText()),
                    json.path("previous").asText(),
                    heads);
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("检查点行无法读取 / the checkpoint line cannot be read", e);
        }
    }

    private static String hashOf(String line) {
        return line.substring(line.length() - 66, line.length() - 2);
    }

    private static String sm3(String text) {
        return HexFormat.of().formatHex(Sm3.hash(text.getBytes(StandardCharsets.UTF_8)));
    }
}
