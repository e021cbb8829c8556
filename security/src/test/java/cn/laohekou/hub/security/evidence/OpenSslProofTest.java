package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the bundle's own README, word by word, with the machine's OpenSSL. */
final class OpenSslProofTest {

    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final UUID EXCHANGE = new UUID(7, 4711);
    private static final ReleasedFields FIELDS = ReleasedFields.of(List.of(
            new ReleasedFields.Field("name", null, 2),
            new ReleasedFields.Field("idNumber", "cover:6,4", 0),
            new ReleasedFields.Field("village", null, 1)));
    private static final List<String> NAMES = List.of("\"李明\"", "\"O\\\"Brien\"", "null");

    @TempDir
    private Path folder;

    @BeforeEach
    void exportAndUnpack() throws IOException {
        SignedChain chain = SignedChain.of(1);
        List<EvidenceEntry> entries = new ArrayList<>(chain.entries(2));
        entries.add(EvidenceEntry.of(intent(chain)));
        entries.add(Samples.outcome(4711));
        chain.add(entries, false);
        chain.add(chain.entries(3), false);
        chain.add(chain.entries(4), true);
        Path zip = folder.resolve("bundle.zip");
        try (OutputStream out = Files.newOutputStream(zip)) {
            BundleWriter.write(chain, Map.of(), Samples.AT, SignedChain.SIGNER, out);
        }
        try (ZipFile bundle = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : bundle.stream().toList()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, bundle.getInputStream(entry).readAllBytes());
            }
        }
    }

    @Test
    void oneReleaseIsFollowedFromItsFieldToTheSignedRoot() throws Exception {
        Files.writeString(folder.resolve("values.txt"), String.join("\n", NAMES) + "\n");

        assertThat(follow("name"))
                .contains("field name held exactly these values")
                .endsWith("PROVEN\n")
                .doesNotContain("NOT PROVEN");
    }

    @Test
    void theSameIsProvenWithoutOpenSsl() throws Exception {
        byte[] intent = EvidenceBundle.open(folder.resolve("bundle.zip")).intent(EXCHANGE.toString());
        byte[] key = Samples.KEYS.fieldKey(EXCHANGE);
        List<byte[]> values = NAMES.stream().map(Samples::utf8).toList();

        assertThat(intent).isNotNull();
        byte[] record = intent == null ? new byte[0] : intent;
        byte[] salt = EvidenceKeys.fieldSalt(key, "name");
        assertThat(FieldProof.holds(record, "name", salt, values)).isTrue();
        assertThat(FieldProof.holds(record, "name", salt, values.subList(0, 2))).isFalse();
        assertThat(FieldProof.holds(record, "village", salt, values)).isFalse();
        // A field without any value is committed to as well: that nothing was released can be proven.
        assertThat(FieldProof.holds(record, "idNumber", EvidenceKeys.fieldSalt(key, "idNumber"), List.of()))
                .isTrue();
    }

    @Test
    void anotherValueOrAnotherFieldsSaltProvesNothing() throws Exception {
        Files.writeString(folder.resolve("values.txt"), "\"李明\"\n\"O\\\"Brien\"\nnul\n");
        assertThat(follow("name")).contains("NOT PROVEN: the field did not hold these values");

        Files.writeString(folder.resolve("values.txt"), "\"孟楼镇\"\n");
        assertThat(follow("village")).contains("PROVEN").doesNotContain("NOT PROVEN");
        byte[] key = Samples.KEYS.fieldKey(EXCHANGE);
        assertThat(run("village", EvidenceKeys.fieldSalt(key, "name"))).contains("NOT PROVEN");
    }

    @Test
    void oneChangedByteAnywhereOnTheWayIsFound() throws Exception {
        Path chain = folder.resolve("chains/node-1.jsonl");
        String original = Files.readString(chain);
        String statement = Base64.getEncoder().encodeToString(Samples.utf8("{\"v\":1,\"node\":\"node-1\""));
        assertThat(original).contains(statement.substring(0, 20));
        for (String part :
                List.of("\"header\":\"", "\"leaves\":\"", "\"body\":\"", "\"statement\":\"", "\"signature\":\"")) {
            int at = original.indexOf(part, original.indexOf("{\"batch\":" + (part.length() > 11 ? 4 : 2)))
                    + part.length()
                    + 30;
            // The record of the exchange itself is the fourth of its batch.
            int place = part.contains("body") ? original.indexOf("\"record\":\"2.3\"") + 60 : at;
            char other = original.charAt(place) == 'A' ? 'B' : 'A';
            Files.writeString(chain, original.substring(0, place) + other + original.substring(place + 1));

            assertThat(follow("")).as(part).doesNotEndWith("\nPROVEN\n");
        }
        Files.writeString(chain, original);
        assertThat(follow("")).endsWith("\nPROVEN\n");
    }

    private String follow(String field) throws Exception {
        return run(field, EvidenceKeys.fieldSalt(Samples.KEYS.fieldKey(EXCHANGE), field));
    }

    private String run(String field, byte[] salt) throws Exception {
        String readme = Files.readString(folder.resolve("README.md"));
        StringBuilder script = new StringBuilder();
        for (MatchResult block : BLOCK.matcher(readme).results().toList()) {
            script.append(block.group(1));
        }
        Path file = Files.writeString(folder.resolve("follow.sh"), script);
        ProcessBuilder builder = new ProcessBuilder("sh", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put("EXCHANGE", EXCHANGE.toString());
        builder.environment().put("FIELD", field);
        builder.environment().put("SALT", Base64.getEncoder().encodeToString(salt));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
    }

    private static Intent intent(SignedChain chain) {
        FieldCommitments commitments = new FieldCommitments(FIELDS, Samples.KEYS.fieldKey(EXCHANGE));
        byte[] answer = Samples.utf8(String.join(",", NAMES));
        int from = 0;
        for (String name : NAMES) {
            int to = from + Samples.utf8(name).length;
            commitments.value(2, answer, from, to);
            from = to + 1;
        }
        byte[] village = Samples.utf8("\"孟楼镇\"");
        commitments.value(1, village, 0, village.length);
        Intent plain = Samples.intent(4711, 1, Samples.subjects(1));
        Release release = new Release(
                "civil-rest", 5, FIELDS, plain.release().answer(), answer.length, Subjects.none(), commitments.join());
        return new Intent(
                EXCHANGE,
                chain.now(),
                plain.pattern(),
                plain.asker(),
                plain.asked(),
                plain.basis(),
                release,
                Attributes.NONE);
    }
}
