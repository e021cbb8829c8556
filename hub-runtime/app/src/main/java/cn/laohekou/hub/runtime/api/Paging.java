package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Queries;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads pages; a cursor is opaque to callers. */
final class Paging {

    private static final int MAX = 500;

    private Paging() {}

    /** One page after a cursor. */
    static Queries.Page page(
            @Nullable String cursor, @Nullable Integer limit, BiFunction<String, Integer, Queries.Page> query) {
        int size = limit == null ? Queries.PAGE : Math.max(1, Math.min(MAX, limit));
        Queries.Page page = query.apply(cursor == null || cursor.isEmpty() ? "" : decode(cursor), size);
        String next = page.next();
        return new Queries.Page(page.items(), next == null ? null : encode(next));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ErrorCode.CURSOR_INVALID);
        }
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
