package cn.laohekou.hub.runtime.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The request target of an exchange, taken apart but not decoded: whatever is ambiguous is refused later by whoever reads
 * that part.
 *
 * @param resource name of the resource
 * @param path raw path below the resource
 * @param query raw query without {@code ?}; null when the target has none
 */
record Target(String resource, String path, @Nullable String query) {

    static final String PREFIX = "/exchange/";

    /**
     * Takes a target apart.
     *
     * @param uri the request target as sent
     * @return null when it is not in origin form below {@link #PREFIX} (RFC 9112 section 3.2.1)
     */
    static @Nullable Target of(String uri) {
        if (!uri.startsWith(PREFIX) || uri.indexOf('#') >= 0) {
            return null;
        }
        int question = uri.indexOf('?');
        int end = question < 0 ? uri.length() : question;
        int slash = uri.indexOf('/', PREFIX.length());
        if (slash < 0 || slash >= end) {
            return new Target(uri.substring(PREFIX.length(), end), "", query(uri, question));
        }
        return new Target(uri.substring(PREFIX.length(), slash), uri.substring(slash + 1, end), query(uri, question));
    }

    private static @Nullable String query(String uri, int question) {
        return question < 0 ? null : uri.substring(question + 1);
    }
}
