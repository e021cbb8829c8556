package cn.laohekou.hub.security.signature;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A family of signed headers: who calls (rid), which service (sid), when (rtime), and a signature over a template of
 * these. Platforms differ in names, template, encoding and window; the values differ per system. The defaults are those
 * of the national exchange platform as its public clients use it.
 *
 * @param rid header with the requester's id
 * @param sid header with the service's id
 * @param rtime header with the time of signing, milliseconds since 1970 as digits
 * @param sign header with the signature
 * @param nonce header with a value never used before; null when the convention has none
 * @param digest header with a digest of the body ({@code Content-Digest} syntax); null when bodies are not signed
 * @param template what is signed: literal text and {@code {rid} {sid} {rtime} {nonce} {digest}}
 * @param encoding of the signature
 * @param window how far the time of signing may be from the receiver's clock, either way
 */
public record HeaderConvention(
        String rid,
        String sid,
        String rtime,
        String sign,
        @Nullable String nonce,
        @Nullable String digest,
        String template,
        Encoding encoding,
        Duration window) {

    /** How a signature is written. */
    public enum Encoding {
        BASE64,
        HEX
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final int LONGEST_VALUE = 256;

    /** The window platforms refuse beyond: code -19 of the usual gateways, ten minutes. */
    public static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** The national exchange platform (国家数据共享交换平台): {@code Base64(HMAC(secret, sid + rid + rtime))}. */
    public static final HeaderConvention NATIONAL = of("gjgxjhpt");

    /** The direct line of the national data-sharing service (数据直达), same formula under another prefix. */
    public static final HeaderConvention DIRECT = of("gjzwfwpt");

    public HeaderConvention {
        for (String name : names(rid, sid, rtime, sign, nonce, digest)) {
            require(NAME.matcher(name).matches(), "请求头名称只能是字母、数字、_、- / header names are letters, digits, _ and -");
        }
        List<String> places = places(template);
        require(
                places.containsAll(List.of("rid", "sid", "rtime")),
                "模板须含 {rid}{sid}{rtime} / the template must hold {rid}, {sid} and {rtime}");
        require(
                places.contains("nonce") == (nonce != null) && places.contains("digest") == (digest != null),
                "nonce、digest 须同时有请求头和模板位置 / nonce and digest need both a header and a place in the template");
        require(
                List.of("rid", "sid", "rtime", "nonce", "digest").containsAll(places)
                        && template.length() <= LONGEST_VALUE,
                "模板只认 {rid} {sid} {rtime} {nonce} {digest} / the template knows {rid} {sid} {rtime} {nonce} {digest}");
        require(
                window.compareTo(Duration.ZERO) > 0 && window.compareTo(LONGEST_WINDOW) <= 0,
                "时间窗为 1 秒至 1 小时 / the window is 1 second to 1 hour");
    }

    /** The national formula under a prefix. */
    public static HeaderConvention of(String prefix) {
        return new HeaderConvention(
                prefix + "_rid",
                prefix + "_sid",
                prefix + "_rtime",
                prefix + "_sign",
                null,
                null,
                "{sid}{rid}{rtime}",
                Encoding.BASE64,
                TEN_MINUTES);
    }

    /**
     * What a message presents under a convention, not yet verified.
     *
     * @param rid requester's id
     * @param sid service's id
     * @param time milliseconds since 1970
     * @param digest digest of the body; null when the convention has none
     * @param base what is signed
     * @param signature the signature's bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and verified, never compared as a record
    public record Presented(
            String rid, String sid, long time, @Nullable String digest, byte[] base, byte[] signature) {}

    /**
     * Reads a message.
     *
     * @return null when it does not carry this convention's rid header
     * @throws SignatureRefused when it does, but not the rest
     */
    public @Nullable Presented read(HttpMessage message) throws SignatureRefused {
        return read(message, "");
    }

    /** Reads a message that signs {@code tail} behind the convention's own text. */
    @Nullable
    Presented read(HttpMessage message, String tail) throws SignatureRefused {
        if (message.field(rid.toLowerCase(Locale.ROOT)).isEmpty()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("rid", one(message, rid));
        values.put("sid", one(message, sid));
        values.put("rtime", one(message, rtime));
        if (nonce != null) {
            values.put("nonce", one(message, nonce));
        }
        String sent = digest == null ? null : one(message, digest);
        if (sent != null) {
            values.put("digest", sent);
        }
        return new Presented(
                one(message, rid),
                one(message, sid),
                time(one(message, rtime)),
                sent,
                base(values, tail),
                decode(one(message, sign)));
    }

    /**
     * Headers for a request.
     *
     * @param ridValue the caller's id at the counterpart
     * @param sidValue the service's id at the counterpart
     * @param time milliseconds since 1970
     * @param nonceValue a value never used before; used when the convention has one
     * @param body the content; digested when the convention says so
     * @param signer makes the signature
     */
    public Map<String, String> write(
            String ridValue,
            String sidValue,
            long time,
            String nonceValue,
            byte[] body,
            MessageSignature.Signer signer) {
        return write(
                Parts.of(ridValue, sidValue, time, nonceValue, digest == null ? "" : ContentDigest.sm3(body)),
                "",
                signer);
    }

    /** Values of the headers, by their places in the template. */
    private record Parts(Map<String, String> values) {

        static Parts of(String rid, String sid, long time, String nonce, String digest) {
            return new Parts(
                    Map.of("rid", rid, "sid", sid, "rtime", Long.toString(time), "nonce", nonce, "digest", digest));
        }

        String get(String place) {
            return values.getOrDefault(place, "");
        }
    }

    /**
     * Headers for an answer.
     *
     * @param tail what is signed behind the convention's own text
     */
    Map<String, String> write(
            String ridValue,
            String sidValue,
            long time,
            String nonceValue,
            String digestValue,
            String tail,
            MessageSignature.Signer signer) {
        return write(Parts.of(ridValue, sidValue, time, nonceValue, digestValue), tail, signer);
    }

    private Map<String, String> write(Parts parts, String tail, MessageSignature.Signer signer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(rid, parts.get("rid"));
        headers.put(sid, parts.get("sid"));
        headers.put(rtime, parts.get("rtime"));
        if (nonce != null) {
            headers.put(nonce, parts.get("nonce"));
        }
        if (digest != null) {
            headers.put(digest, parts.get("digest"));
        }
        byte[] signature = signer.sign(base(parts.values(), tail));
        headers.put(
                sign,
                encoding == Encoding.HEX
                        ? HexFormat.of().formatHex(signature)
                        : Base64.getEncoder().encodeToString(signature));
        return headers;
    }

    private byte[] base(Map<String, String> values, String tail) {
        Matcher places = PLACE.matcher(template);
        StringBuilder base = new StringBuilder();
        while (places.find()) {
            places.appendReplacement(base, Matcher.quoteReplacement(values.getOrDefault(places.group(1), "")));
        }
        return places.appendTail(base).append(tail).toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] decode(String text) throws SignatureRefused {
        try {
            return encoding == Encoding.HEX
                    ? HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT))
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
    }

    private static long time(String digits) throws SignatureRefused {
        if (!digits.matches("[0-9]{1,15}")) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        return Long.parseLong(digits);
    }

    private static String one(HttpMessage message, String name) throws SignatureRefused {
        List<String> values = message.field(name.toLowerCase(Locale.ROOT));
        String value = values.size() == 1 ? values.get(0).strip() : "";
        boolean visible = value.chars().allMatch(c -> c > ' ' && c <= '~');
        if (value.isEmpty() || value.length() > 8 * LONGEST_VALUE || !visible) {
            throw new SignatureRefused(SignatureFault.MALFORMED);
        }
        return value;
    }

    private static List<String> names(@Nullable String... names) {
        List<String> given = new ArrayList<>();
        for (String name : names) {
            if (name != null) {
                given.add(name);
            }
        }
        return given;
    }

    private static List<String> places(String template) {
        return PLACE.matcher(template).results().map(found -> found.group(1)).toList();
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
