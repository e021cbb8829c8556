package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A notary or the city's blockchain platform: takes {@code {"checkpoint": "…", "sm3": "…"}} by POST and answers with a
 * receipt, whatever its form, that is kept as it is.
 */
public final class NotaryAnchor implements Anchor {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpPost http;

    /**
     * A notary.
     *
     * @param address where it takes checkpoints
     * @param client connects to it
     */
    public NotaryAnchor(URI address, HttpClient client) {
        this.http = new HttpPost(address, client);
    }

    @Override
    public String kind() {
        return NOTARY;
    }

    @Override
    public byte[] anchor(byte[] line) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.put("checkpoint", new String(line, StandardCharsets.UTF_8));
        body.put("sm3", HexFormat.of().formatHex(Sm3.hash(line)));
        byte[] receipt = http.send("application/json", "application/json", JSON.writeValueAsBytes(body));
        if (receipt.length == 0) {
            throw new IOException("公证方没有给出回执 / the notary gave no receipt");
        }
        return receipt;
    }
}
