package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.security.crypto.KeyService;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes positions for the target's database, which belongs to the consumer: a position is a key in clear, perhaps an ID
 * number, so it is sealed.
 */
final class Positions {

    private static final String PURPOSE = "table-position";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeyService keys;

    Positions(KeyService keys) {
        this.keys = keys;
    }

    @Nullable
    String sealed(String stream, @Nullable List<String> values) {
        if (values == null) {
            return null;
        }
        try {
            return Base64.getEncoder()
                    .encodeToString(keys.seal(PURPOSE, belongsTo(stream), JSON.writeValueAsBytes(values)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    @Nullable
    List<String> opened(String stream, @Nullable String sealed) {
        if (sealed == null) {
            return null;
        }
        byte[] text = keys.open(PURPOSE, belongsTo(stream), Base64.getDecoder().decode(sealed));
        try {
            return JSON.readValue(new String(text, StandardCharsets.UTF_8), new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a position the hub itself wrote", e);
        }
    }

    private static byte[] belongsTo(String stream) {
        return ("hub_checkpoint/" + stream).getBytes(StandardCharsets.UTF_8);
    }
}
