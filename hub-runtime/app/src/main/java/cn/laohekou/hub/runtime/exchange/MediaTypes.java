package cn.laohekou.hub.runtime.exchange;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells whether an answer can be filtered at all. */
final class MediaTypes {

    private MediaTypes() {}

    static boolean isJson(@Nullable String mediaType) {
        if (mediaType == null) {
            return false;
        }
        int end = mediaType.indexOf(';');
        String type =
                (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }
}
