package cn.laohekou.hub.connector.catalogue;

import static cn.laohekou.hub.connector.catalogue.Findings.below;

import cn.laohekou.hub.connector.catalogue.PluginRules.ComponentRule;
import cn.laohekou.hub.connector.catalogue.PluginRules.EipRule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks a plugin's template against the allow-list. Whatever it does not know it refuses. */
final class TemplateCheck {

    private static final String FROM = "/spec/template/from";

    /** The only form in which a setting may enter a template: as the whole value of an endpoint option. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9]+)\\}\\}");

    private static final Set<String> EXPRESSION_KEYS = Set.of("expression", "id", "trim");

    private final PluginDocument document;
    private final PluginRules rules;
    private final Findings findings;
    private final Set<String> used = new HashSet<>();

    TemplateCheck(PluginDocument document, PluginRules rules, Findings findings) {
        this.document = document;
        this.rules = rules;
        this.findings = findings;
    }

    void run() {
        document.template().fieldNames().forEachRemaining(key -> {
            if (!key.equals("from")) {
                findings.error(
                        below("/spec/template", key),
                        "模板只能含 from：不允许 bean、脚本与其他路由。",
                        "A template holds from and nothing else: no beans, scripts or further routes.");
            }
        });
        JsonNode from = document.at(FROM);
        if (!rules.from().contains(from.path("uri").asText())) {
            findings.error(
                    FROM + "/uri",
                    "模板须以下列之一开始：" + rules.from() + "。" + rule("from"),
                    "A template must begin with one of " + rules.from() + "." + rule("from"));
        }
        from.fieldNames().forEachRemaining(key -> {
            if (!Set.of("uri", "steps", "id", "description").contains(key)) {
                refuseAttribute(below(FROM, key), key);
            }
        });
        checkSteps(FROM + "/steps", from.path("steps"));
        for (String name : document.settingNames()) {
            if (!used.contains(name)) {
                findings.error(
                        below("/spec/definition/properties", name),
                        "模板没有用到设置 " + name + "。",
                        "The template never uses the setting " + name + ".");
            }
        }
    }

    private void checkSteps(String pointer, JsonNode steps) {
        if (!steps.isArray() || steps.isEmpty()) {
            findings.error(pointer, "steps 须为非空列表。", "steps must be a list with at least one step.");
        }
        for (int i = 0; i < steps.size(); i++) {
            String place = pointer + "/" + i;
            if (steps.get(i).size() != 1) {
                findings.error(place, "每一步须恰好有一个名称。", "Each step has exactly one name.");
            }
            steps.get(i).properties().forEach(step -> checkStep(place, step));
        }
    }

    private void checkStep(String pointer, Map.Entry<String, JsonNode> step) {
        String place = below(pointer, step.getKey());
        EipRule rule = rules.eips().get(step.getKey());
        if (rule == null) {
            findings.error(
                    place,
                    "不允许步骤 " + step.getKey() + "；允许的有 " + names(rules.eips()) + "。" + rule("eips"),
                    "Step " + step.getKey() + " is not allowed; these are: " + names(rules.eips()) + "."
                            + rule("eips"));
            return;
        }
        JsonNode body = step.getValue();
        if (step.getKey().equals("to")) {
            checkEndpoint(place, body);
        }
        int expressions = 0;
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            expressions += checkAttribute(below(place, entry.getKey()), entry, rule) ? 1 : 0;
        }
        if (rule.expression() && expressions != 1) {
            findings.error(place, "此步骤须恰好有一个表达式。", "This step needs exactly one expression.");
        }
        checkName(place, body, rule);
    }

    /** Whether the attribute was the step's expression. */
    private boolean checkAttribute(String pointer, Map.Entry<String, JsonNode> entry, EipRule rule) {
        String key = entry.getKey();
        JsonNode value = entry.getValue();
        if (rule.attributes().contains(key)) {
            if (!key.equals("uri") && !key.equals("parameters")) {
                checkText(pointer, value);
            }
            return false;
        }
        if (rule.steps() && key.equals("steps")) {
            checkSteps(pointer, value);
            return false;
        }
        if (rule.branches() && (key.equals("when") || key.equals("otherwise"))) {
            checkBranches(pointer, key, value);
            return false;
        }
        if (rule.expression()) {
            checkExpression(pointer, key, value);
            return true;
        }
        refuseAttribute(pointer, key);
        return false;
    }

    private void checkBranches(String pointer, String key, JsonNode value) {
        EipRule branch = new EipRule(Set.of("id", "description"), key.equals("when"), true, false, null);
        int count = value.isArray() ? value.size() : 1;
        for (int i = 0; i < count; i++) {
            String place = value.isArray() ? pointer + "/" + i : pointer;
            JsonNode one = value.isArray() ? value.get(i) : value;
            one.properties().forEach(entry -> checkAttribute(below(place, entry.getKey()), entry, branch));
        }
    }

    private void checkExpression(String pointer, String language, JsonNode value) {
        if (language.equals("expression") && value.isObject() && value.size() == 1) {
            value.properties()
                    .forEach(one -> checkExpression(below(pointer, one.getKey()), one.getKey(), one.getValue()));
            return;
        }
        if (!rules.languages().containsKey(language)) {
            findings.error(
                    pointer,
                    "不允许表达式语言 " + language + "；允许的有 " + names(rules.languages()) + "。" + rule("languages"),
                    "Expression language " + language + " is not allowed; these are: " + names(rules.languages()) + "."
                            + rule("languages"));
            return;
        }
        if (!value.isObject()) {
            checkText(pointer, value);
            return;
        }
        value.properties().forEach(entry -> {
            String place = below(pointer, entry.getKey());
            if (!EXPRESSION_KEYS.contains(entry.getKey())) {
                refuseAttribute(place, entry.getKey());
            }
            checkText(place, entry.getValue());
        });
    }

    private void checkEndpoint(String pointer, JsonNode body) {
        String uri = body.isTextual() ? body.asText() : body.path("uri").asText();
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon);
        String path = colon < 0 ? "" : uri.substring(colon + 1);
        ComponentRule rule = rules.components().get(scheme);
        if (rule == null) {
            findings.error(
                    pointer,
                    "不允许组件 " + scheme + "；允许的有 " + names(rules.components()) + "。" + rule("components"),
                    "Component " + scheme + " is not allowed; these are: " + names(rules.components()) + "."
                            + rule("components"));
            return;
        }
        if (!rule.paths().contains(path)) {
            findings.error(
                    pointer,
                    "组件 " + scheme + " 的地址只能写作 " + rule.paths() + "，选项写在 parameters 中。",
                    "The address of component " + scheme + " must be written as " + rule.paths()
                            + "; options belong into parameters.");
        }
        body.path("parameters")
                .properties()
                .forEach(option -> checkOption(below(pointer + "/parameters", option.getKey()), option, rule));
    }

    private void checkOption(String pointer, Map.Entry<String, JsonNode> option, ComponentRule rule) {
        if (!rule.parameters().contains(option.getKey())) {
            refuseAttribute(pointer, option.getKey());
        }
        Matcher placeholder = PLACEHOLDER.matcher(option.getValue().asText());
        if (!placeholder.matches()) {
            checkText(pointer, option.getValue());
        } else if (!document.properties().has(placeholder.group(1))) {
            findings.error(
                    pointer,
                    "引用了没有定义的设置 " + placeholder.group(1) + "。",
                    "The setting " + placeholder.group(1) + " is used but not defined.");
        } else {
            used.add(placeholder.group(1));
        }
    }

    private void checkName(String pointer, JsonNode body, EipRule rule) {
        if (rule.names() != null
                && !rule.names().matcher(body.path("name").asText()).matches()) {
            findings.error(
                    below(pointer, "name"),
                    "名称不允许：Camel 与 Hub 开头的名称由平台使用。",
                    "This name is not allowed: names beginning with Camel or Hub belong to the platform.");
        }
    }

    private void checkText(String pointer, JsonNode value) {
        if (value.isContainerNode()) {
            findings.error(pointer, "此处须为一个简单的值。", "A plain value is expected here.");
            return;
        }
        String text = value.asText();
        for (String refused : rules.refusedTexts()) {
            if (text.contains(refused)) {
                findings.error(
                        pointer,
                        "此处不允许出现 " + refused + "：设置只能作为端点选项的整个值引用。",
                        "The text " + refused
                                + " is not allowed here: a setting is referred to only as the whole value of an endpoint option.");
            }
        }
    }

    private void refuseAttribute(String pointer, String key) {
        findings.error(pointer, "不允许 " + key + "。", "The attribute " + key + " is not allowed.");
    }

    private static String rule(String part) {
        return " (" + RuleLines.of(part) + ")";
    }

    private static String names(Map<String, ?> rules) {
        return String.join(", ", rules.keySet().stream().sorted().toList());
    }
}
