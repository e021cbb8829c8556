package cn.laohekou.hub.connector.catalogue;

import static cn.laohekou.hub.connector.catalogue.Findings.below;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Looks at the JSON Schema of the settings: complete enough for a form, strict enough for a refusal. */
final class SchemaCheck {

    private static final String DEFINITION = "/spec/definition";
    private static final Pattern SETTING_NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,62}");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "object", "array");

    /** Names that say "secret": such a setting must be write-only. */
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passwd|secret|token|apikey|privatekey|clientkey|credential)");

    /** A longer pattern is more likely an attack on the matcher than a format. */
    private static final int MAX_PATTERN = 300;

    private final PluginDocument document;
    private final PluginRules rules;
    private final Findings findings;

    SchemaCheck(PluginDocument document, PluginRules rules, Findings findings) {
        this.document = document;
        this.rules = rules;
        this.findings = findings;
    }

    void run() {
        JsonNode definition = document.definition();
        if (!definition.path("type").asText().equals("object")) {
            findings.error(DEFINITION + "/type", "设置的类型须为 object。", "The settings' type must be object.");
        }
        JsonNode closed = definition.path("additionalProperties");
        if (!closed.isBoolean() || closed.booleanValue()) {
            findings.error(
                    DEFINITION + "/additionalProperties",
                    "须为 false，否则写错的设置名不会被发现。",
                    "Must be false, or a misspelt setting goes unnoticed.");
        }
        for (JsonNode name : definition.path("required")) {
            if (!document.properties().has(name.asText())) {
                findings.error(DEFINITION + "/required", "必填的设置没有定义。", "A required setting is not defined.");
            }
        }
        checkKeywords(DEFINITION, definition);
        document.properties().properties().forEach(this::checkSetting);
    }

    private void checkSetting(Map.Entry<String, JsonNode> property) {
        String name = property.getKey();
        JsonNode schema = property.getValue();
        String pointer = below(DEFINITION + "/properties", name);
        if (!SETTING_NAME.matcher(name).matches() || rules.reservedSettings().contains(name)) {
            findings.error(pointer, "设置名须为小驼峰，且不是保留名。", "A setting's name is lowerCamelCase and not a reserved name.");
        }
        if (schema.path("title").asText().isBlank()
                || schema.path("description").asText().isBlank()) {
            findings.error(pointer, "设置须有 title 与 description。", "A setting needs a title and a description.");
        }
        String type = schema.path("type").asText();
        if (!TYPES.contains(type)) {
            findings.error(pointer, "设置须有一个 type。", "A setting needs one type.");
        }
        checkDefault(name, schema, type, pointer);
        checkSecret(name, schema, type, pointer);
    }

    private void checkDefault(String name, JsonNode schema, String type, String pointer) {
        boolean composite = type.equals("object") || type.equals("array");
        boolean required = false;
        for (JsonNode one : document.definition().path("required")) {
            required |= one.asText().equals(name);
        }
        if (composite && schema.has("default")) {
            findings.error(
                    pointer,
                    "object 与 array 的默认值总是空的，请去掉 default。",
                    "An object or array is empty by default; remove default.");
        }
        if (!composite && !required && !schema.has("default")) {
            findings.error(
                    pointer,
                    "设置须为必填，或有 default：缺省值不能从枢纽自己的环境取得。",
                    "A setting must be required or have a default: it must not be taken from the hub's own environment.");
        }
    }

    private void checkSecret(String name, JsonNode schema, String type, String pointer) {
        boolean masked = schema.path("format").asText().equals("password");
        if (type.equals("string") && !masked && SECRET_NAME.matcher(name).matches()) {
            findings.error(
                    pointer, "看来是密钥，须有 format: password。", "This looks like a secret and needs format: password.");
        }
        if (masked && !schema.path("default").asText().isEmpty()) {
            findings.error(pointer, "密钥不能有默认值。", "A secret must not have a default value.");
        }
    }

    private void checkKeywords(String pointer, JsonNode schema) {
        schema.properties().forEach(entry -> {
            String keyword = entry.getKey();
            String place = below(pointer, keyword);
            JsonNode value = entry.getValue();
            if (!rules.schema().contains(keyword)) {
                findings.error(
                        place,
                        "不允许此 JSON Schema 关键字。(" + RuleLines.of("schema") + ")",
                        "This JSON Schema keyword is not allowed. (" + RuleLines.of("schema") + ")");
            }
            switch (keyword) {
                case "properties" ->
                    value.properties().forEach(p -> checkKeywords(below(place, p.getKey()), p.getValue()));
                case "items", "propertyNames", "additionalProperties", "if", "then" -> checkKeywords(place, value);
                case "allOf" -> {
                    for (int i = 0; i < value.size(); i++) {
                        checkKeywords(place + "/" + i, value.get(i));
                    }
                }
                case "pattern" -> checkPattern(place, value.asText());
                default -> {
                    // A plain value: nothing below it.
                }
            }
        });
    }

    private void checkPattern(String pointer, String pattern) {
        try {
            Pattern.compile(pattern);
            if (pattern.length() > MAX_PATTERN) {
                findings.error(
                        pointer,
                        "正则表达式超过 " + MAX_PATTERN + " 个字符。",
                        "The pattern has more than " + MAX_PATTERN + " characters.");
            }
        } catch (PatternSyntaxException e) {
            findings.error(pointer, "正则表达式无法解析。", "The pattern cannot be read.");
        }
    }
}
