package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.evidence.Finding.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test does one thing somebody who holds a bundle could do to it. */
final class EvidenceBundleTest {

    private static final String CHAIN = "chains/node-1.jsonl";
    private static final Trust KEYS = new Trust(List.of(), List.of(Blob.of(SignedChain.PAIR.publicKey())), null);

    private static final Instant EXPORTED = Samples.AT.plusSeconds(60);

    @TempDir
    private Path directory;

    private final SignedChain chain = SignedChain.of(6);

    @Test
    void aBundleVerifiesWithoutADatabase() throws IOException {
        Checkpoint checkpoint = new Checkpoint(Samples.AT, Checkpoint.NONE, List.of(chain.head()));
        ChainReport report =
                EvidenceBundle.open(export(chain)).verify(new Trust(List.of(checkpoint), KEYS.keys(), null));

        assertThat(report.findings()).isEmpty();
        assertThat(report.notProven()).isEmpty();
        assertThat(report.chains())
                .containsExactly(
                        new ChainReport.Chain("node-1", 1, 6, 18, chain.head().hash(), 6));
    }

    @Test
    void aBundleHoldsTheExactBytes() throws IOException {
        chain.add(List.of(EvidenceEntry.of(Samples.intent(99, 1, Samples.subjects(120)))), true);
        List<StoredBatch> read = new ArrayList<>();
        EvidenceBundle.open(export(chain)).read("node-1", read::add);

        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("records.filed")
                .isEqualTo(chain.chain());
    }

    @Test
    void oneChangedByteOfARecordIsNamedAndTheFileToo() throws IOException {
        String changed = body(3, 1).replace("standard-address", "standard-addresz");
        Path bundle = rewritten(line -> line.startsWith("{\"record\":\"3.1\"") ? record("3.1", changed) : line);

        assertThat(EvidenceBundle.open(bundle).verify(KEYS).findings())
                .containsExactly(
                        new Finding(Problem.RECORD_CHANGED, "node-1", 3, 1),
                        Finding.ofFile(Problem.FILE_CHANGED, CHAIN));
    }

    @Test
    void aMissingAnInsertedAndAReorderedRecordAreNamed() throws IOException {
        assertThat(EvidenceBundle.open(rewritten(line -> line.startsWith("{\"record\":\"3.1\"") ? "" : line))
                        .verify(KEYS)
                        .findings())
                .contains(new Finding(Problem.RECORD_MISSING, "node-1", 3, 1));
        assertThat(EvidenceBundle.open(rewritten(line -> line.startsWith("{\"record\":\"3.2\"")
                                ? line + "\n" + record("3.3", body(3, 0))
                                : line))
                        .verify(KEYS)
                        .findings())
                .contains(new Finding(Problem.RECORD_INSERTED, "node-1", 3, 3));
        assertThat(EvidenceBundle.open(rewritten(line -> line.startsWith("{\"record\":\"3.0\"")
                                ? record("3.0", body(3, 1))
                                : line.startsWith("{\"record\":\"3.1\"") ? record("3.1", body(3, 0)) : line))
                        .verify(KEYS)
                        .findings())
                .contains(new Finding(Problem.RECORD_REORDERED, "node-1", 3, 0));
    }

    @Test
    void aCutTailIsFoundWithTheCheckpointEvenWhereTheCutIsAtASignedHead() throws IOException {
        SignedChain cut = SignedChain.of(4);
        Checkpoint checkpoint = new Checkpoint(Samples.AT, Checkpoint.NONE, List.of(new ChainHead("node-1", 6, "f")));

        assertThat(EvidenceBundle.open(export(cut))
                        .verify(new Trust(List.of(checkpoint), KEYS.keys(), null))
                        .findings())
                .containsExactly(new Finding(Problem.TAIL_CUT, "node-1", 5, Finding.WHOLE_BATCH));
    }

    @Test
    void aCheckpointTakenAfterTheExportSaysNothingAboutItsEnd() throws IOException {
        Checkpoint later = new Checkpoint(EXPORTED, Checkpoint.NONE, List.of(new ChainHead("node-1", 9, "f")));

        assertThat(EvidenceBundle.open(export(chain))
                        .verify(new Trust(List.of(later), KEYS.keys(), null))
                        .findings())
                .isEmpty();
    }

    @Test
    void aTailCutOffAfterTheExportLeavesAnUnsignedEndAndAChangedFile() throws IOException {
        Path bundle = rewritten(line -> line.matches("\\{\"(batch|record)\":\"?6.*") ? "" : line);

        assertThat(EvidenceBundle.open(bundle).verify(KEYS).findings())
                .containsExactly(
                        new Finding(Problem.SIGNATURE_MISSING, "node-1", 5, Finding.WHOLE_BATCH),
                        Finding.ofFile(Problem.FILE_CHANGED, CHAIN));
    }

    @Test
    void aFilePutInOrTakenOutOrAChangedManifestIsNamed() throws IOException {
        Path bundle = repacked(Map.of("README.md", "", "extra.txt", "x"), UnaryOperator.identity());
        assertThat(EvidenceBundle.open(bundle).verify(KEYS).findings())
                .containsExactly(
                        Finding.ofFile(Problem.FILE_CHANGED, "README.md"),
                        Finding.ofFile(Problem.FILE_INSERTED, "extra.txt"));

        Path other = repacked(Map.of(), manifest -> manifest.replace("\"whole\":true", "\"whole\":false"));
        assertThat(EvidenceBundle.open(other).verify(KEYS).findings())
                .containsExactly(Finding.ofFile(Problem.MANIFEST_BAD, "manifest.json"));
    }

    @Test
    void aSelectionProvesItsRecordsWithoutShowingTheOthers() throws IOException {
        Path file = export(selection());
        ChainReport report = EvidenceBundle.open(file).verify(KEYS);

        assertThat(report.findings()).isEmpty();
        assertThat(report.chains()).singleElement().satisfies(one -> {
            assertThat(one.records()).isEqualTo(2);
            assertThat(one.signed()).isEqualTo(6);
        });
        String text = text(file, CHAIN);
        assertThat(text).contains("\"record\":\"1.0\"", "\"record\":\"5.1\"").doesNotContain("\"record\":\"1.1\"");
        // Batches 3 and 4 are neither selected nor needed as links.
        assertThat(text).doesNotContain("\"batch\":3,", "\"batch\":4,");
        assertThat(report.notProven()).anyMatch(sentence -> sentence.contains("selected records only"));
    }

    @Test
    void aRecordTakenOutOfASelectionIsNamed() throws IOException {
        export(selection());
        Path bundle = rewrite(line -> line.startsWith("{\"record\":\"5.1\"") ? "" : line);

        assertThat(EvidenceBundle.open(bundle).verify(KEYS).findings())
                .contains(new Finding(Problem.RECORD_MISSING, "node-1", 5, 1));
    }

    @Test
    void anythingElseIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("x.zip"), "not a zip");

        assertThatThrownBy(() -> EvidenceBundle.open(file)).isInstanceOf(IOException.class);
    }

    private SelectedRecords selection() {
        return new SelectedRecords(chain, Map.of("node-1", new TreeMap<>(Map.of(1L, Set.of(0), 5L, Set.of(1)))));
    }

    private Path export(ChainSource source) throws IOException {
        Path file = directory.resolve("bundle.zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            BundleWriter.write(source, Map.of("asked", "all"), EXPORTED, SignedChain.SIGNER, out);
        }
        return file;
    }

    private Path rewritten(UnaryOperator<String> change) throws IOException {
        export(chain);
        return rewrite(change);
    }

    private Path rewrite(UnaryOperator<String> change) throws IOException {
        StringBuilder lines = new StringBuilder();
        text(directory.resolve("bundle.zip"), CHAIN)
                .lines()
                .map(change)
                .filter(line -> !line.isEmpty())
                .forEach(line -> lines.append(line).append('\n'));
        return repack(Map.of(CHAIN, lines.toString()), UnaryOperator.identity());
    }

    private Path repacked(Map<String, String> files, UnaryOperator<String> manifest) throws IOException {
        export(chain);
        return repack(files, manifest);
    }

    private Path repack(Map<String, String> files, UnaryOperator<String> manifest) throws IOException {
        Path changed = directory.resolve("changed.zip");
        Map<String, String> left = new TreeMap<>(files);
        try (ZipFile zip = new ZipFile(directory.resolve("bundle.zip").toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                String other = left.remove(entry.getName());
                if (entry.getName().equals("manifest.json")) {
                    bytes = Samples.utf8(manifest.apply(new String(bytes, StandardCharsets.UTF_8)));
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(other == null ? bytes : Samples.utf8(other));
            }
            for (Map.Entry<String, String> more : left.entrySet()) {
                out.putNextEntry(new ZipEntry(more.getKey()));
                out.write(Samples.utf8(more.getValue()));
            }
        }
        return changed;
    }

    private static String text(Path file, String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String body(int batch, int ordinal) {
        byte[] bytes =
                chain.chain().get(batch - 1).records().get(ordinal).bytes().bytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String record(String place, String body) {
        String base64 = Base64.getEncoder().encodeToString(Samples.utf8(body));
        return "{\"record\":\"" + place + "\",\"body\":\"" + base64 + "\"}";
    }
}
