package cn.laohekou.hub.runtime.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure as a problem document (RFC 9457).
 *
 * @param code stable code, decides the HTTP status
 * @param detail what happened in this case; null when the code's own hint says all
 * @param incident random id of this occurrence, the same in the log
 * @param errors the fields at fault, empty when none
 * @param retryAfterSeconds when a new try makes sense, in seconds; 0 when the answer does not depend on time
 */
public record Problem(
        ErrorCode code, @Nullable Text detail, String incident, List<FieldError> errors, int retryAfterSeconds) {

    /** Media type of problem documents (RFC 9457 section 3). */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:laohekou:hub:problem:";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** A problem that its code describes fully. */
    public static Problem of(ErrorCode code) {
        return new Problem(code, null, newIncident(), List.of(), code.retryAfterSeconds());
    }

    /** A problem with a sentence of its own. */
    public static Problem of(ErrorCode code, String zh, String en) {
        return new Problem(code, new Text(zh, en), newIncident(), List.of(), code.retryAfterSeconds());
    }

    /** A problem that lies in fields of the request. */
    public static Problem of(ErrorCode code, List<FieldError> errors) {
        return new Problem(code, null, newIncident(), errors, code.retryAfterSeconds());
    }

    /** The same problem with another time to wait, in seconds. */
    public Problem retryAfter(int seconds) {
        return new Problem(code, detail, incident, errors, seconds);
    }

    /** Whether a caller with this {@code Accept-Language} header reads English rather than Chinese, the default. */
    public static boolean prefersEnglish(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > 200) {
            return false;
        }
        try {
            return "en".equals(Locale.lookupTag(Locale.LanguageRange.parse(acceptLanguage), List.of("zh", "en")));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** The document in one language. */
    public ObjectNode toJson(boolean english) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", TYPE_PREFIX + code.name());
        json.put("title", code.title().in(english));
        json.put("status", code.status());
        json.put("detail", (detail == null ? code.hint() : detail).in(english));
        json.put("code", code.name());
        json.put("hint", code.hint().in(english));
        json.put("incident", incident);
        if (!errors.isEmpty()) {
            var array = json.putArray("errors");
            for (FieldError error : errors) {
                array.addObject()
                        .put("pointer", error.pointer())
                        .put("detail", error.text().in(english));
            }
        }
        return json;
    }

    /** The document as UTF-8 bytes in the language a caller asked for. */
    public byte[] toBytes(@Nullable String acceptLanguage) {
        return toJson(prefersEnglish(acceptLanguage)).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String newIncident() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
