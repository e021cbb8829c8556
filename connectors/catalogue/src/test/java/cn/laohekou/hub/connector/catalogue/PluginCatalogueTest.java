package cn.laohekou.hub.connector.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.catalogue.Plugin.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCatalogueTest {

    private static final String FILE = "weather.kamelet.yaml";

    @TempDir
    Path folder;

    @Test
    void everyBuiltInPluginIsUsable() {
        PluginCatalogue catalogue = PluginCatalogue.ofRelease();

        assertThat(catalogue.names()).contains("rest");
        assertThat(catalogue.offers()).allSatisfy(offer -> {
            assertThat(offer.findings()).as(offer.name()).isEmpty();
            assertThat(offer.source()).isEqualTo(Source.BUILT_IN);
            assertThat(offer.plugin())
                    .hasValueSatisfying(plugin -> assertThat(plugin.readme()).isNotBlank());
        });
    }

    @Test
    void theSecretsOfTheRestPluginAreKnown() {
        Plugin rest = PluginCatalogue.ofRelease().find("rest").orElseThrow();

        assertThat(rest.secretSettings())
                .isEqualTo(Set.of("apiKey", "clientKey", "clientSecret", "password", "proxyPassword", "signingKey"));
        assertThat(rest.defaults()).containsEntry("requestTimeoutMs", 20000).doesNotContainKey("baseUrl");
    }

    @Test
    void aFileDroppedInIsOfferedAfterARefreshWithItsHash() throws Exception {
        PluginCatalogue catalogue = PluginCatalogue.with(folder);
        assertThat(catalogue.find("weather")).isEmpty();

        Files.writeString(folder.resolve(FILE), Kamelets.VALID);
        catalogue.refresh();

        assertThat(catalogue.find("weather")).hasValueSatisfying(plugin -> {
            assertThat(plugin.source()).isEqualTo(Source.DROPPED_IN);
            assertThat(plugin.version()).isEqualTo("2.1.0");
            assertThat(plugin.sha256()).matches("[0-9a-f]{64}");
            assertThat(plugin.kamelet()).isEqualTo(Kamelets.VALID);
            assertThat(plugin.secretSettings()).containsExactly("token");
        });
        assertThat(catalogue.names()).contains("rest", "weather");
    }

    @Test
    void aPluginMayHaveAFolderOfItsOwn() throws Exception {
        Path own = Files.createDirectory(folder.resolve("weather"));
        Files.writeString(own.resolve(FILE), Kamelets.VALID);
        Files.writeString(own.resolve("README.md"), "What When How Gotchas Security Operations");

        assertThat(PluginCatalogue.with(folder).offers())
                .filteredOn(offer -> offer.name().equals("weather"))
                .singleElement()
                .satisfies(offer -> assertThat(offer.findings())
                        .extracting(Finding::pointer)
                        .containsExactly("/contract.yaml"));
    }

    @Test
    void ofTwoFilesWithOneNameOnlyTheFirstIsUsable() throws Exception {
        Path own = Files.createDirectory(folder.resolve("weather"));
        Files.writeString(own.resolve(FILE), Kamelets.VALID + "# second\n");
        Files.writeString(folder.resolve(FILE), Kamelets.VALID);
        PluginCatalogue catalogue = PluginCatalogue.with(folder);

        assertThat(catalogue.offers())
                .filteredOn(offer -> offer.name().equals("weather"))
                .hasSize(2)
                .filteredOn(offer -> offer.plugin().isPresent())
                .hasSize(1);
        assertThat(catalogue.find("weather"))
                .hasValueSatisfying(plugin -> assertThat(plugin.kamelet()).isEqualTo(Kamelets.VALID));
    }

    @Test
    void aChangedFileIsAnotherPlugin() throws Exception {
        Files.writeString(folder.resolve(FILE), Kamelets.VALID);
        PluginCatalogue catalogue = PluginCatalogue.with(folder);
        Plugin before = catalogue.find("weather").orElseThrow();
        Files.writeString(folder.resolve(FILE), Kamelets.VALID + "# a word more\n");
        catalogue.refresh();
        Plugin after = catalogue.find("weather").orElseThrow();

        assertThat(after.sha256()).isNotEqualTo(before.sha256());
        assertThat(after.templateId()).isNotEqualTo(before.templateId());
    }

    @Test
    void aBrokenFileIsListedWithItsReasonAndHarmsNothing() throws Exception {
        Files.writeString(folder.resolve(FILE), Kamelets.VALID);
        Files.writeString(folder.resolve("broken.kamelet.yaml"), "a: [");
        Files.writeString(folder.resolve("script.kamelet.yaml"), Kamelets.with("setProperty", "script"));
        Files.writeString(folder.resolve("notes.txt"), "not a Kamelet");
        PluginCatalogue catalogue = PluginCatalogue.with(folder);

        assertThat(catalogue.names()).contains("rest", "weather").doesNotContain("broken", "script");
        assertThat(catalogue.offers())
                .filteredOn(offer -> offer.plugin().isEmpty())
                .hasSize(2)
                .allSatisfy(offer -> assertThat(offer.findings()).anyMatch(Finding::isError));
    }

    @Test
    void aDropInCannotTakeTheNameOfABuiltInPlugin() throws Exception {
        Files.writeString(folder.resolve("rest.kamelet.yaml"), Kamelets.with("name: weather", "name: rest"));
        PluginCatalogue catalogue = PluginCatalogue.with(folder);

        assertThat(catalogue.find("rest"))
                .hasValueSatisfying(plugin -> assertThat(plugin.source()).isEqualTo(Source.BUILT_IN));
        assertThat(catalogue.offers()).anySatisfy(offer -> {
            assertThat(offer.source()).isEqualTo(Source.DROPPED_IN);
            assertThat(offer.plugin()).isEmpty();
            assertThat(offer.findings()).extracting(Finding::pointer).containsExactly("/metadata/name");
        });
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws Exception {
        Path outside = Files.createTempFile("outside", ".yaml");
        try {
            Files.writeString(outside, Kamelets.VALID);
            Files.createSymbolicLink(folder.resolve(FILE), outside);

            assertThat(PluginCatalogue.with(folder).find("weather")).isEmpty();
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void aRemovedFileIsNoLongerOffered() throws Exception {
        Files.writeString(folder.resolve(FILE), Kamelets.VALID);
        PluginCatalogue catalogue = PluginCatalogue.with(folder);
        Files.delete(folder.resolve(FILE));
        catalogue.refresh();

        assertThat(catalogue.find("weather")).isEmpty();
    }

    @Test
    void whatCamelLoadsHoldsTheValidatedTemplateAndNoDefaults() throws Exception {
        Files.write(folder.resolve(FILE), Kamelets.VALID.getBytes(UTF_8));
        Plugin plugin = PluginCatalogue.with(folder).find("weather").orElseThrow();

        assertThat(plugin.loadableKamelet())
                .contains(plugin.templateId(), "hub-http:{{connector}}", "{{?token}}")
                .doesNotContain("default", "password", "annotations");
    }
}
