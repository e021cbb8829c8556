package cn.laohekou.hub.connector.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody drops Camel's whole public catalogue into the plugin folder. */
class OfficialKameletsTest {

    private static final String SUFFIX = ".kamelet.yaml";
    private static final Pattern RULE = Pattern.compile("\\(plugin-rules\\.yaml:([0-9]+)\\)");
    private static final Set<String> PARTS = Set.of("kinds", "from", "components", "eips", "languages", "schema");

    @TempDir
    private Path folder;

    @Test
    void eachIsOfferedOrRefusedWithTheLineOfTheRulesThatForbidsIt() throws Exception {
        int copied = copyAll();
        List<String> rules = rules();
        List<PluginOffer> offers = PluginCatalogue.with(folder).offers().stream()
                .filter(offer -> offer.source() == Plugin.Source.DROPPED_IN)
                .toList();

        assertThat(copied).isGreaterThan(200);
        assertThat(offers.stream().map(PluginOffer::name)).hasSize(copied).doesNotHaveDuplicates();
        for (PluginOffer offer : offers) {
            if (offer.plugin().isPresent()) {
                assertThat(offer.findings()).as(offer.name()).noneMatch(Finding::isError);
            } else {
                assertRefusedByARule(offer, rules);
            }
        }
    }

    private static void assertRefusedByARule(PluginOffer offer, List<String> rules) {
        List<String> named = new ArrayList<>();
        assertThat(offer.findings()).as(offer.name()).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.chinese()).isNotBlank();
            assertThat(finding.english()).isNotBlank();
            Matcher rule = RULE.matcher(finding.english());
            if (rule.find()) {
                assertThat(finding.pointer()).isNotEmpty();
                String line = rules.get(Integer.parseInt(rule.group(1)) - 1);
                named.add(line.substring(0, line.indexOf(':')));
            }
        });
        assertThat(named).as(offer.name()).isNotEmpty().isSubsetOf(PARTS);
    }

    private int copyAll() throws Exception {
        Path jar = Path.of(
                Objects.requireNonNull(getClass().getResource("/kamelets/timer-source.kamelet.yaml"), "camel-kamelets")
                        .toURI()
                        .getSchemeSpecificPart()
                        .replaceFirst("^file:", "")
                        .replaceFirst("!.*$", ""));
        int copied = 0;
        try (FileSystem files = FileSystems.newFileSystem(jar);
                Stream<Path> all = Files.list(files.getPath("kamelets"))) {
            for (Path kamelet :
                    all.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
                Files.copy(kamelet, folder.resolve(String.valueOf(kamelet.getFileName())));
                copied++;
            }
        }
        return copied;
    }

    private static List<String> rules() throws Exception {
        try (InputStream in = PluginRules.class.getResourceAsStream("plugin-rules.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
