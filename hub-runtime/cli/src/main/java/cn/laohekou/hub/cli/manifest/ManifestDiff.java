package cn.laohekou.hub.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a manifest would change, one line per value. Secrets are compared by the hub, never here: it answers a mask in
 * their place, and no line shows one.
 */
public final class ManifestDiff {

    private static final String MASK = "***";

    private ManifestDiff() {}

    /**
     * Compares.
     *
     * @param current the object as the hub answers it; a missing node when it does not know it
     * @param wanted what is wanted
     * @return lines starting with {@code +}, {@code -} or {@code ~}; empty when nothing differs
     */
    public static List<String> lines(JsonNode current, Manifest wanted) {
        JsonNode before = wanted.kind().revisioned() ? current.path("revision").path("spec") : current;
        List<String> lines = new ArrayList<>();
        compare(before, wanted.spec(), "", lines);
        return lines;
    }

    private static void compare(JsonNode before, JsonNode after, String path, List<String> lines) {
        if (after.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            for (Map.Entry<String, JsonNode> member : after.properties()) {
                names.add(member.getKey());
            }
            names.forEach(name -> compare(before.path(name), after.path(name), path + "/" + name, lines));
        } else if (after.isArray()) {
            int longest = Math.max(before.size(), after.size());
            for (int i = 0; i < longest; i++) {
                compare(before.path(i), after.path(i), path + "/" + i, lines);
            }
        } else if (after.isMissingNode()) {
            lines.add("- " + path);
        } else if (before.isMissingNode() || before.isNull()) {
            lines.add("+ " + path + ": " + shown(path, after));
        } else if (!before.equals(after) && !masked(before)) {
            lines.add("~ " + path + ": " + shown(path, before) + " -> " + shown(path, after));
        }
    }

    private static boolean masked(JsonNode value) {
        return value.isTextual() && value.asText().contains(MASK);
    }

    /** Which settings are secret is the plugin's to say; names that sound like one are not shown in any case. */
    private static String shown(String path, JsonNode value) {
        boolean secret = path.matches("(?i).*/[^/]*(password|secret|key|token)[^/]*") && value.isTextual();
        return secret ? MASK : value.toString();
    }
}
