package cn.laohekou.hub.connector.catalogue;

import static cn.laohekou.hub.connector.catalogue.Findings.below;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at what makes a file a Kamelet: envelope, identity, title. */
final class StructureCheck {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{2,62}");
    private static final String KIND = "/metadata/labels/camel.apache.org~1kamelet.type";
    private static final Set<String> ROOT_KEYS = Set.of("apiVersion", "kind", "metadata", "spec");
    private static final Set<String> METADATA_KEYS = Set.of("name", "annotations", "labels");
    private static final Set<String> SPEC_KEYS = Set.of("definition", "dependencies", "template");

    private final PluginDocument document;
    private final PluginRules rules;
    private final Findings findings;

    StructureCheck(PluginDocument document, PluginRules rules, Findings findings) {
        this.document = document;
        this.rules = rules;
        this.findings = findings;
    }

    void run(String fileName) {
        checkConstant("/apiVersion", "camel.apache.org/v1");
        checkConstant("/kind", "Kamelet");
        checkKeys("", ROOT_KEYS);
        checkKeys("/metadata", METADATA_KEYS);
        checkKeys("/spec", SPEC_KEYS);
        checkKind();
        checkName(fileName);
        checkDependencies();
        checkText("/spec/definition/title");
        checkText("/spec/definition/description");
    }

    private void checkKind() {
        if (!rules.kinds().contains(document.text(KIND))) {
            String allowed = String.join(", ", rules.kinds().stream().sorted().toList());
            String rule = " (" + RuleLines.of("kinds") + ")";
            findings.error(KIND, "此处须为 " + allowed + "。" + rule, "This must be " + allowed + "." + rule);
        }
    }

    private void checkName(String fileName) {
        String name = document.text("/metadata/name");
        if (!NAME.matcher(name).matches()) {
            findings.error(
                    "/metadata/name",
                    "名称须为 3 至 63 个小写字母、数字或连字符，以字母开头。",
                    "The name must be 3 to 63 lower-case letters, digits or hyphens and begin with a letter.");
        } else if (!name.equals(fileName)) {
            findings.error(
                    "/metadata/name",
                    "名称须与文件名（不含 .kamelet.yaml）一致。",
                    "The name must equal the file's name without .kamelet.yaml.");
        }
    }

    private void checkDependencies() {
        JsonNode dependencies = document.at("/spec/dependencies");
        for (int i = 0; i < dependencies.size(); i++) {
            String text = dependencies.get(i).asText();
            if (!text.startsWith("camel:") && !text.startsWith("mvn:cn.laohekou.hub:")) {
                findings.error(
                        "/spec/dependencies/" + i,
                        "依赖只能是 camel: 或 mvn:cn.laohekou.hub:，枢纽不下载其他代码。",
                        "A dependency may only be camel: or mvn:cn.laohekou.hub:; the hub loads no other code.");
            }
        }
    }

    private void checkConstant(String pointer, String expected) {
        if (!document.text(pointer).equals(expected)) {
            findings.error(pointer, "此处须为 " + expected + "。", "This must be " + expected + ".");
        }
    }

    private void checkText(String pointer) {
        if (document.text(pointer).isBlank()) {
            findings.error(pointer, "缺少文字说明。", "A text is missing here.");
        }
    }

    private void checkKeys(String pointer, Set<String> allowed) {
        document.at(pointer).fieldNames().forEachRemaining(key -> {
            if (!allowed.contains(key)) {
                findings.error(
                        below(pointer, key),
                        "不允许此项；这里只能有 "
                                + String.join("、", allowed.stream().sorted().toList()) + "。",
                        "Not allowed; only these may stand here: "
                                + String.join(", ", allowed.stream().sorted().toList()) + ".");
            }
        });
    }
}
