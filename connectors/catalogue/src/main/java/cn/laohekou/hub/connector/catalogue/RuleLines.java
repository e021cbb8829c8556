package cn.laohekou.hub.connector.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Where each part of the allow-list stands, so that a refusal can name the line that would have to change. */
final class RuleLines {

    private static final Map<String, Integer> LINES = read();

    private RuleLines() {}

    /** {@code plugin-rules.yaml:<line>} of a part of the allow-list. */
    static String of(String part) {
        return PluginRules.RESOURCE + ":" + Objects.requireNonNull(LINES.get(part), part);
    }

    private static Map<String, Integer> read() {
        Map<String, Integer> lines = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(RuleLines.class.getResourceAsStream(PluginRules.RESOURCE));
                BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 1;
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                if (line.matches("[a-zA-Z]+:.*")) {
                    lines.put(line.substring(0, line.indexOf(':')), number);
                }
                number++;
            }
            return Map.copyOf(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("the allow-list of the plugin validator cannot be read", e);
        }
    }
}
