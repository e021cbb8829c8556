package cn.laohekou.hub.connector.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The allow-list of the validator, as data: see {@code plugin-rules.yaml} for what each part is for.
 *
 * @param kinds what a Kamelet may be, by its type label
 * @param from URIs a template may begin with
 * @param components components by scheme
 * @param eips steps by name
 * @param languages expression languages by name, with what they are for
 * @param schema JSON Schema keywords
 * @param refusedTexts texts that must not appear in a template
 * @param reservedSettings names no setting may have
 */
record PluginRules(
        Set<String> kinds,
        Set<String> from,
        Map<String, ComponentRule> components,
        Map<String, EipRule> eips,
        Map<String, String> languages,
        Set<String> schema,
        List<String> refusedTexts,
        Set<String> reservedSettings) {

    /** What is allowed of one component. */
    record ComponentRule(String why, Set<String> paths, Set<String> parameters) {}

    /** What is allowed of one step. */
    record EipRule(
            Set<String> attributes,
            @JsonProperty(defaultValue = "false") boolean expression,
            @JsonProperty(defaultValue = "false") boolean steps,
            @JsonProperty(defaultValue = "false") boolean branches,
            @Nullable Pattern names) {}

    /** The file that holds it. */
    static final String RESOURCE = "plugin-rules.yaml";

    static PluginRules load() {
        try (InputStream in = PluginRules.class.getResourceAsStream(RESOURCE)) {
            return new ObjectMapper(new YAMLFactory())
                    .readValue(Objects.requireNonNull(in, RESOURCE), PluginRules.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the allow-list of the plugin validator cannot be read", e);
        }
    }
}
