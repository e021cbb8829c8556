package cn.laohekou.hub.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.cli.api.CommandFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFolderTest {

    @TempDir
    Path folder;

    @Test
    void whatOthersReferToComesFirst() throws Exception {
        write(
                "a.yaml",
                "kind: Grant\nmetadata: {name: g}\nspec: {}\n---\nkind: System\nmetadata: {name: s}\nspec: {}\n");
        write("b.yml", "kind: Department\nmetadata: {name: d}\nspec: {}\n");
        write("c.txt", "kind: Nothing\n");

        assertThat(read(Map.of()))
                .extracting(Manifest::kind)
                .containsExactly(ManifestKind.DEPARTMENT, ManifestKind.SYSTEM, ManifestKind.GRANT);
    }

    @Test
    void variablesAreFilledInAndANumberStaysANumber() throws Exception {
        write("a.yaml", """
                kind: Connector
                metadata: {name: c, department: d}
                spec: {port: '${port}', url: 'http://127.0.0.1:${port}/x', list: ['${port}']}
                """);

        Manifest manifest = read(Map.of("port", "8090")).get(0);

        assertThat(manifest.department()).isEqualTo("d");
        assertThat(manifest.spec().path("port").isInt()).isTrue();
        assertThat(manifest.spec().path("url").asText()).isEqualTo("http://127.0.0.1:8090/x");
        assertThat(manifest.spec().path("list").path(0).asInt()).isEqualTo(8090);
    }

    @Test
    void aValueIsPutInOnceAndNeverReadAgain() throws Exception {
        write("a.yaml", "kind: Connector\nmetadata: {name: c}\nspec: {key: '${one}'}\n");

        assertThat(read(Map.of("one", "${two} $1 \\", "two", "x"))
                        .get(0)
                        .spec()
                        .path("key")
                        .asText())
                .isEqualTo("${two} $1 \\");
    }

    @Test
    void aMissingVariableIsNamed() throws IOException {
        write("a.yaml", "kind: Connector\nmetadata: {name: c}\nspec: {key: '${absent}'}\n");

        assertThatThrownBy(() -> read(Map.of("other", "hidden-value")))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("absent")
                .hasMessageContaining("--set")
                .hasMessageNotContaining("hidden-value");
    }

    @Test
    void anUnknownKindIsAnsweredWithTheKnownOnes() throws IOException {
        write("a.yaml", "kind: Pipeline\nmetadata: {name: c}\nspec: {}\n");

        assertThatThrownBy(() -> read(Map.of()))
                .hasMessageContaining("Connector")
                .hasMessageContaining("a.yaml");
    }

    @Test
    void brokenYamlAndDuplicateKeysAreNamedByLine() throws IOException {
        write("a.yaml", "kind: System\nmetadata: {name: c}\nspec:\n  a: 1\n  a: 2\n");
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("a.yaml");

        write("a.yaml", "kind: [\n");
        assertThatThrownBy(() -> read(Map.of())).isInstanceOf(CommandFailed.class);
    }

    @Test
    void aManifestWithoutNameOrSpecIsRefused() throws IOException {
        write("a.yaml", "kind: System\nmetadata: {}\nspec: {}\n");
        assertThatThrownBy(() -> read(Map.of())).hasMessageContaining("metadata.name");
    }

    @Test
    void theSandboxsOwnManifestsAreReadable() throws Exception {
        List<Manifest> manifests = new ManifestFolder(
                        Map.of("city-port", "8090", "city-api-key", "k", "exchange-folder", "/srv/exchange"))
                .read(Path.of("../../deploy/sandbox"));

        assertThat(manifests).extracting(Manifest::name).contains("standard-address", "persons", "coc-persons");
    }

    private List<Manifest> read(Map<String, String> variables) throws CommandFailed {
        return new ManifestFolder(variables).read(folder);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
