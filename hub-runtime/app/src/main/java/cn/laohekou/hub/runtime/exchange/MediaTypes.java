package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.policy.AnswerFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether an answer is of the declared format, and what the released form is called. */
final class MediaTypes {

    /** XML media types that callers tell apart (RFC 7303 section 9, RFC 3902); any other becomes {@code application/xml}. */
    private static final Set<String> XML_KEPT = Set.of("text/xml", "application/soap+xml");

    private MediaTypes() {}

    static boolean is(AnswerFormat format, @Nullable String mediaType) {
        String type = essence(mediaType);
        return switch (format) {
            case JSON -> type.equals("application/json") || structured(type, "+json");
            case XML -> type.equals("application/xml") || type.equals("text/xml") || structured(type, "+xml");
            case CSV -> type.equals("text/csv");
        };
    }

    /** Media type of the released form; always UTF-8. */
    static String released(AnswerFormat format, @Nullable String mediaType) {
        return switch (format) {
            case JSON -> "application/json";
            case XML -> {
                String type = essence(mediaType);
                yield (XML_KEPT.contains(type) ? type : "application/xml") + ";charset=UTF-8";
            }
            case CSV -> "text/csv;charset=UTF-8;header=present";
        };
    }

    private static boolean structured(String type, String suffix) {
        return type.startsWith("application/") && type.endsWith(suffix);
    }

    private static String essence(@Nullable String mediaType) {
        if (mediaType == null) {
            return "";
        }
        int end = mediaType.indexOf(';');
        return (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
