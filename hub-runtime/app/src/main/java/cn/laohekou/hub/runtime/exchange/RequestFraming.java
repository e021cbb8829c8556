package cn.laohekou.hub.runtime.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that two servers in a row could read differently: where one ends (RFC 9112 section 6.3), whom it is
 * for, who sends it. What a gateway in front of the hub checked must be what the hub acts on.
 */
final class RequestFraming {

    /** Headers that count once; besides them, every header of the hub's own. */
    private static final AsciiString[] SINGLE = {
        HttpHeaderNames.HOST,
        HttpHeaderNames.AUTHORIZATION,
        HttpHeaderNames.TRANSFER_ENCODING,
        HttpHeaderNames.CONTENT_LENGTH,
        HttpHeaderNames.CONTENT_TYPE,
        HttpHeaderNames.CONTENT_ENCODING
    };

    private static final AsciiString OWN = AsciiString.of("hub-");
    private static final AsciiString CHUNKED = AsciiString.of("chunked");

    private RequestFraming() {}

    /**
     * Checks a request's head.
     *
     * @return what is ambiguous, in words fit for a log; null when nothing is
     */
    static @Nullable String fault(HttpRequest request) {
        HttpHeaders headers = request.headers();
        HttpVersion version = request.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return "a version of HTTP that does not exist on this connection";
        }
        String transfer = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (transfer != null) {
            if (!CHUNKED.contentEqualsIgnoreCase(transfer)) {
                return "a transfer encoding other than chunked";
            }
            if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
                return "both a length and a transfer encoding";
            }
            if (version.equals(HttpVersion.HTTP_1_0)) {
                return "a transfer encoding in HTTP/1.0";
            }
        }
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            CharSequence name = entries.next().getKey();
            if (countsOnce(name) && occurrences(headers, name) > 1) {
                return "a header twice that counts once";
            }
        }
        return null;
    }

    private static boolean countsOnce(CharSequence name) {
        for (AsciiString single : SINGLE) {
            if (single.contentEqualsIgnoreCase(name)) {
                return true;
            }
        }
        return AsciiString.regionMatches(name, true, 0, OWN, 0, OWN.length());
    }

    private static int occurrences(HttpHeaders headers, CharSequence name) {
        int found = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = headers.iteratorCharSequence();
        while (entries.hasNext()) {
            if (AsciiString.contentEqualsIgnoreCase(entries.next().getKey(), name)) {
                found++;
            }
        }
        return found;
    }
}
