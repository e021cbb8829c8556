package cn.laohekou.hub.connector.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at contract and README: part of every built-in plugin, and missed when a dropped-in one has none. */
final class CompanionCheck {

    private static final List<String> HEADINGS = List.of("What", "When", "How", "Gotchas", "Security", "Operations");

    private final PluginSource source;
    private final Findings findings;

    CompanionCheck(PluginSource source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    void run() {
        checkContract();
        checkReadme();
    }

    private void checkContract() {
        if (source.contract().isEmpty()) {
            missed(
                    "/contract.yaml",
                    "没有 contract.yaml：类型的行为没有例子可查。",
                    "There is no contract.yaml: nothing shows what the plugin does.");
            return;
        }
        List<Finding> unreadable = new ArrayList<>();
        Optional<PluginDocument> contract =
                PluginFile.read(source.contract().getBytes(StandardCharsets.UTF_8), unreadable);
        if (contract.isEmpty()) {
            missed("/contract.yaml", "contract.yaml 无法读取。", "contract.yaml cannot be read.");
            return;
        }
        boolean failure = false;
        for (JsonNode example : contract.get().at("/examples")) {
            failure |= example.at("/expect/error").isTextual();
        }
        if (!failure) {
            missed(
                    "/contract.yaml",
                    "contract.yaml 须至少有一个失败的例子。",
                    "contract.yaml needs at least one example of a failure.");
        }
    }

    private void checkReadme() {
        List<String> absent = HEADINGS.stream()
                .filter(heading -> !source.readme().contains(heading))
                .toList();
        if (!absent.isEmpty()) {
            missed("/README.md", "README.md 缺少章节 " + absent + "。", "README.md lacks the sections " + absent + ".");
        }
    }

    private void missed(String pointer, String chinese, String english) {
        if (source.source() == Plugin.Source.BUILT_IN) {
            findings.error(pointer, chinese, english);
        } else {
            findings.warning(pointer, chinese, english);
        }
    }
}
