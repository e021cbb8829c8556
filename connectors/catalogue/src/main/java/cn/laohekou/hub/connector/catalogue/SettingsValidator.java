package cn.laohekou.hub.connector.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Checks a connector's settings against its plugin's JSON Schema and names all bad fields at once. Thread-safe. */
public final class SettingsValidator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .regularExpressionFactory(SettingsValidator::strictPattern)
            .build();
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    /**
     * Checks settings.
     *
     * @param plugin whose settings they are
     * @param settings plain values ({@link String}, {@code char[]}, {@link Number}, {@link Boolean}, {@link Map},
     *     {@link List}), secrets in the clear
     * @return one finding per bad field, pointer relative to the settings; empty when all is well; no value is repeated
     */
    public List<Finding> validate(Plugin plugin, Map<String, ?> settings) {
        JsonSchema schema = compiled.computeIfAbsent(plugin.sha256(), hash -> compile(plugin));
        Set<ValidationMessage> messages = schema.validate(JSON.valueToTree(settings));
        Set<Finding> findings = new LinkedHashSet<>();
        messages.forEach(message -> findings.add(finding(message)));
        List<Finding> sorted = new ArrayList<>(findings);
        sorted.sort(Comparator.comparing(Finding::pointer));
        return sorted;
    }

    /**
     * What to say when there is no such plugin.
     *
     * @param known names of the plugins there are
     */
    public static Finding unknownPlugin(Set<String> known) {
        String names = String.join(", ", known.stream().sorted().toList());
        return Finding.error(
                "/plugin",
                "没有此连接器类型；现有：" + names + "。",
                "There is no such connector plugin; known are: " + names + ".");
    }

    private JsonSchema compile(Plugin plugin) {
        try {
            JsonNode tree = JSON.readTree(plugin.settingsSchema());
            return factory.getSchema(tree, config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a validated plugin's schema is JSON", e);
        }
    }

    /**
     * ECMA-262 patterns, which JSON Schema means, end at {@code $}; Java's let one more line break pass there, and a line
     * break in a setting is what a pattern is to keep out.
     */
    private static RegularExpression strictPattern(String pattern) {
        boolean open = pattern.endsWith("$") && !pattern.endsWith("\\$");
        Pattern strict = Pattern.compile(open ? pattern.substring(0, pattern.length() - 1) + "\\z" : pattern);
        return text -> strict.matcher(text).find();
    }

    private static Finding finding(ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String property = message.getProperty();
        String place = property == null ? pointer : Findings.below(pointer, property);
        String limit = limit(message);
        return switch (message.getType()) {
            case "required" -> Finding.error(place, "缺少此设置。", "This setting is missing.");
            case "additionalProperties", "propertyNames" ->
                Finding.error(place, "没有此设置，或名称不符合要求。", "There is no such setting, or its name is not allowed.");
            case "type" -> Finding.error(place, "类型不对，应为 " + limit + "。", "Wrong type; expected " + limit + ".");
            case "enum", "const" -> Finding.error(place, "只能取 " + limit + "。", "Must be one of " + limit + ".");
            case "pattern" ->
                Finding.error(place, "格式不对，应符合 " + limit + "。", "Wrong format; must match " + limit + ".");
            case "minLength", "minimum", "minItems", "minProperties" ->
                Finding.error(place, "太短或太小，至少为 " + limit + "。", "Too short or too small; at least " + limit + ".");
            case "maxLength", "maximum", "maxItems", "maxProperties" ->
                Finding.error(place, "太长或太大，至多为 " + limit + "。", "Too long or too large; at most " + limit + ".");
            default ->
                Finding.error(
                        place,
                        "不符合要求（" + message.getType() + "）。",
                        "Does not meet the requirement \"" + message.getType() + "\".");
        };
    }

    /** What the schema demands; taken from the schema itself, never from the message, which may quote the value. */
    private static String limit(ValidationMessage message) {
        JsonNode demanded = message.getSchemaNode();
        if (demanded == null) {
            return Arrays.toString(new Object[0]);
        }
        return demanded.isTextual() ? demanded.asText() : demanded.toString();
    }
}
