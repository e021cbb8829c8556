package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads paged lists to their end. */
final class Lists {

    private Lists() {}

    static List<JsonNode> all(HubApi api, String path) throws CommandFailed {
        List<JsonNode> items = new ArrayList<>();
        String next = path;
        while (!next.isEmpty()) {
            JsonNode page = HubApi.require(path, api.get(next));
            JsonNode entries = page.isArray() ? page : page.path("items");
            entries.forEach(items::add);
            String cursor = page.path("next").asText("");
            next = cursor.isEmpty() ? "" : path + "?cursor=" + segment(cursor);
        }
        return items;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
