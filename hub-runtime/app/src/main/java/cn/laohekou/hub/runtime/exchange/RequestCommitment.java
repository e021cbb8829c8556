package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.evidence.Commitment;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.policy.MappedRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a request is committed to by: {@code METHOD SP path [? query] LF body}, exactly as it goes to the counterpart, so
 * that whoever holds the request and the disclosed salt can check it.
 */
final class RequestCommitment {

    private RequestCommitment() {}

    static Commitment of(EvidenceKeys keys, UUID exchange, String method, MappedRequest request) {
        return keys.commit(exchange, EvidenceKeys.REQUEST, bytes(method, request));
    }

    static byte[] bytes(String method, MappedRequest request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.writeBytes(method.getBytes(StandardCharsets.US_ASCII));
        out.write(' ');
        out.writeBytes(request.path().getBytes(StandardCharsets.US_ASCII));
        String query = request.query();
        if (query != null) {
            out.write('?');
            out.writeBytes(query.getBytes(StandardCharsets.US_ASCII));
        }
        out.write('\n');
        byte[] body = request.body();
        if (body != null) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }
}
