package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Evidence carried elsewhere, as {@link BundleWriter} wrote it; read without hub and database. */
public final class EvidenceBundle implements ChainSource {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Far above any manifest, so that a foreign zip is not read into memory. */
    private static final int MAX_MANIFEST = 16 * 1024 * 1024;

    /** Longer than a head that a checkpoint names may wait for its signature. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final Path file;
    private final boolean whole;
    private final boolean sparse;
    private final Instant exported;

    private EvidenceBundle(Path file, boolean whole, boolean sparse, Instant exported) {
        this.file = file;
        this.exported = exported;
        this.whole = whole;
        this.sparse = sparse;
    }

    /**
     * Opens a bundle.
     *
     * @param file the zip
     * @throws IOException when it cannot be read or is not an evidence bundle
     */
    public static EvidenceBundle open(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            JsonNode manifest = JSON.readTree(bytes(zip, BundleWriter.MANIFEST));
            if (!manifest.path("format").asText().equals(BundleWriter.FORMAT)
                    || manifest.path("v").asInt() != BundleWriter.VERSION) {
                throw notABundle();
            }
            return new EvidenceBundle(
                    file,
                    manifest.path("whole").asBoolean(),
                    manifest.path("sparse").asBoolean(),
                    Instant.parse(manifest.path("exported").asText()));
        } catch (DateTimeException e) {
            throw new IOException(notABundle().getMessage(), e);
        }
    }

    /**
     * Verifies a bundle: its chains, its signatures, and its files against the signed manifest.
     *
     * @param trust what the verifier knows from elsewhere
     */
    public ChainReport verify(Trust trust) throws IOException {
        ChainReport chains;
        List<Finding> findings = new ArrayList<>();
        try {
            chains = ChainVerifier.verify(this, before(trust));
            findings.addAll(chains.findings());
        } catch (IOException | IllegalArgumentException unreadable) {
            chains = new ChainReport(List.of(), List.of(), List.of());
        }
        findings.addAll(BundleFiles.check(file, keys(), trust.keys()));
        List<String> notProven = new ArrayList<>(chains.notProven());
        if (sparse) {
            notProven.add("存证包只含选出的记录；是否选全以清单签名为据 / the bundle holds selected records only; that none was left out"
                    + " when it was made rests on the manifest's signature");
        }
        return new ChainReport(chains.chains(), findings, notProven);
    }

    /** A bundle ends in what was signed when it was made; checkpoints taken since name what it cannot hold. */
    private Trust before(Trust trust) {
        Instant covered = exported.minus(MARGIN);
        List<Checkpoint> taken = trust.checkpoints().stream()
                .filter(checkpoint -> !checkpoint.at().isAfter(covered))
                .toList();
        return new Trust(taken, trust.keys(), trust.authorities());
    }

    @Override
    public boolean whole() {
        return whole;
    }

    @Override
    public boolean sparse() {
        return sparse;
    }

    @Override
    public boolean endsSigned() {
        return true;
    }

    @Override
    public List<String> nodes() throws IOException {
        return names(BundleWriter.CHAINS, BundleWriter.LINES);
    }

    @Override
    public Map<String, Blob> keys() throws IOException {
        Map<String, Blob> keys = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            for (String name : names(BundleWriter.KEYS, BundleWriter.PEM)) {
                String pem =
                        new String(bytes(zip, BundleWriter.KEYS + name + BundleWriter.PEM), StandardCharsets.US_ASCII);
                keys.put(name, der(pem));
            }
        }
        return keys;
    }

    @Override
    public List<StoredAnchor> anchors() throws IOException {
        List<StoredAnchor> anchors = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
                BufferedReader lines = lines(zip, BundleWriter.ANCHORS)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode json = JSON.readTree(line);
                anchors.add(new StoredAnchor(
                        json.path("anchor").asText(), blob(json.path("line")), blob(json.path("receipt"))));
            }
        }
        return anchors;
    }

    @Override
    public void read(String node, BatchVisitor visitor) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
                BufferedReader lines = lines(zip, BundleWriter.CHAINS + node + BundleWriter.LINES)) {
            JsonNode head = null;
            List<StoredRecord> records = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode json = JSON.readTree(line);
                if (json.has("record")) {
                    records.add(record(json));
                    continue;
                }
                if (head != null && !visitor.visit(batch(node, head, records))) {
                    return;
                }
                head = json;
                records.clear();
            }
            if (head != null) {
                visitor.visit(batch(node, head, records));
            }
        }
    }

    /**
     * The record of an exchange.
     *
     * @param exchange exchange id
     * @return the intent's exact bytes; null when the bundle holds none
     */
    public byte @Nullable [] intent(String exchange) throws IOException {
        List<byte[]> found = new ArrayList<>();
        for (String node : nodes()) {
            read(node, batch -> {
                for (StoredRecord record : batch.records()) {
                    JsonNode json = JSON.readTree(record.bytes().bytes());
                    if (json.path("kind").asText().equals(RecordKind.INTENT.label())
                            && json.path("exchange").asText().equals(exchange)) {
                        found.add(record.bytes().bytes());
                    }
                }
                return found.isEmpty();
            });
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private List<String> names(String folder, String suffix) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(folder) && name.endsWith(suffix))
                    .map(name -> name.substring(folder.length(), name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }

    static byte[] bytes(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw notABundle();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(MAX_MANIFEST);
        }
    }

    private static BufferedReader lines(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        InputStream in = entry == null ? InputStream.nullInputStream() : zip.getInputStream(entry);
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static StoredRecord record(JsonNode json) throws IOException {
        String place = json.path("record").asText();
        int dot = place.indexOf('.');
        int ordinal = place.matches("\\d{1,18}\\.\\d{1,9}") ? Integer.parseInt(place.substring(dot + 1)) : -1;
        Blob list = json.has("subjectList") ? blob(json.path("subjectList")) : null;
        return new StoredRecord(ordinal, blob(json.path("body")), list, null);
    }

    private static StoredBatch batch(String node, JsonNode json, List<StoredRecord> records) throws IOException {
        List<Integer> selected = null;
        if (json.has("selected")) {
            selected = new ArrayList<>();
            for (JsonNode ordinal : json.path("selected")) {
                selected.add(ordinal.asInt());
            }
        }
        HeadSignature signature = json.has("signature")
                ? new HeadSignature(
                        blob(json.path("statement")), json.path("key").asText(), blob(json.path("signature")))
                : null;
        return new StoredBatch(
                node,
                json.path("batch").asLong(),
                blob(json.path("header")),
                blob(json.path("leaves")),
                List.copyOf(records),
                selected,
                signature);
    }

    private static Blob blob(JsonNode base64) throws IOException {
        try {
            byte @Nullable [] bytes = base64.binaryValue();
            if (bytes == null) {
                throw notABundle();
            }
            return Blob.of(bytes);
        } catch (IOException damaged) {
            throw new IOException(notABundle().getMessage(), damaged);
        }
    }

    /**
     * What a PEM text holds.
     *
     * @param pem one key or certificate
     * @return its DER
     */
    public static Blob der(String pem) throws IOException {
        String text = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return Blob.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException damaged) {
            throw new IOException("不是 PEM 文件 / not a PEM file", damaged);
        }
    }

    private static IOException notABundle() {
        return new IOException("不是存证包或已损坏 / not an evidence bundle, or damaged");
    }
}
