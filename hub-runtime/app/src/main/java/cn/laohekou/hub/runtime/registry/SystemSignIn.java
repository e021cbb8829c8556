package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a system's registration says of people's sign-in to it. */
final class SystemSignIn {

    /** Exact addresses over TLS, or on the person's own machine (RFC 8252 section 7.3): a pattern could lead anywhere. */
    private static final Pattern REDIRECT =
            Pattern.compile("https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?/[A-Za-z0-9/._~-]{0,200}"
                    + "|http://127[.]0[.]0[.]1(:[0-9]{1,5})?/[A-Za-z0-9/._~-]{0,200}");

    private static final Pattern SYSTEM = Pattern.compile("[a-z][a-z0-9-]{2,62}");
    private static final int MAX_ENTRIES = 20;

    private SystemSignIn() {}

    /** Checks the statement and returns it as stored. */
    static String read(ObjectNode stated, List<FieldError> errors) {
        SpecReader reader = new SpecReader(stated, "/signIn", errors);
        JsonNode redirects = reader.any("redirectUris");
        JsonNode systems = reader.any("tokensFor");
        if (redirects == null || redirects.isEmpty() || !all(redirects, REDIRECT)) {
            reader.error(
                    "redirectUris",
                    "应为 1 至 20 个完整的 https 地址（本机可用 http://127.0.0.1），不含通配符和查询串",
                    "must be 1 to 20 complete https addresses (http://127.0.0.1 for the own machine), no wildcards, no query");
        }
        if (systems != null && !all(systems, SYSTEM)) {
            reader.error("tokensFor", "应为系统标识的列表，至多 20 个", "must be a list of system ids, 20 at most");
        }
        reader.refuseUnknown();
        return stated.toString();
    }

    /** What was stored; null when nothing was. */
    static SystemClients.@Nullable SignIn stored(@Nullable String text) {
        if (text == null) {
            return null;
        }
        JsonNode stated = Json.stored(text);
        return new SystemClients.SignIn(texts(stated.path("redirectUris")), texts(stated.path("tokensFor")));
    }

    private static boolean all(JsonNode list, Pattern pattern) {
        if (!list.isArray() || list.size() > MAX_ENTRIES) {
            return false;
        }
        for (JsonNode item : list) {
            if (!item.isTextual() || !pattern.matcher(item.asText()).matches()) {
                return false;
            }
        }
        return true;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
