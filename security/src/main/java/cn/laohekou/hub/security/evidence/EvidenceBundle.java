package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Evidence carried elsewhere: a zip with one file of lines per chain, each line one batch with its exact bytes in
 * base64. It is verified without a database.
 */
public final class EvidenceBundle implements ChainSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "manifest.json";
    private static final String CHAINS = "chains/";
    private static final String SUFFIX = ".jsonl";

    private final Path file;
    private final boolean whole;

    private EvidenceBundle(Path file, boolean whole) {
        this.file = file;
        this.whole = whole;
    }

    /**
     * Writes a bundle.
     *
     * @param source what to export; all of it
     * @param at time of the export, for the manifest
     * @param out where to; not closed
     */
    public static void export(ChainSource source, Instant at, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.putNextEntry(new ZipEntry(MANIFEST));
        String manifest = "{\"format\":\"laohekou-evidence-bundle\",\"v\":1,\"exported\":\"" + at + "\",\"whole\":"
                + source.whole() + "}\n";
        zip.write(manifest.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        for (String node : source.nodes()) {
            zip.putNextEntry(new ZipEntry(CHAINS + node + SUFFIX));
            source.read(node, batch -> {
                zip.write(line(batch));
                return true;
            });
            zip.closeEntry();
        }
        zip.finish();
    }

    /**
     * Opens a bundle.
     *
     * @param file the zip
     * @throws IOException when it cannot be read or is not an evidence bundle
     */
    public static EvidenceBundle open(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            ZipEntry entry = zip.getEntry(MANIFEST);
            if (entry == null) {
                throw notABundle();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                JsonNode manifest = JSON.readTree(in);
                if (!manifest.path("format").asText().equals("laohekou-evidence-bundle")
                        || manifest.path("v").asInt() != 1) {
                    throw notABundle();
                }
                return new EvidenceBundle(file, manifest.path("whole").asBoolean());
            }
        }
    }

    @Override
    public boolean whole() {
        return whole;
    }

    @Override
    public List<String> nodes() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(CHAINS) && name.endsWith(SUFFIX))
                    .map(name -> name.substring(CHAINS.length(), name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void read(String node, BatchVisitor visitor) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            ZipEntry entry = zip.getEntry(CHAINS + node + SUFFIX);
            if (entry == null) {
                return;
            }
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null && visitor.visit(parse(node, line))) {
                    line = lines.readLine();
                }
            }
        }
    }

    private static byte[] line(StoredBatch batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("sequence", batch.sequence());
            json.writeBinaryField("header", batch.header().bytes());
            json.writeBinaryField("leaves", batch.leaves().bytes());
            json.writeArrayFieldStart("records");
            for (StoredRecord record : batch.records()) {
                json.writeStartObject();
                json.writeNumberField("ordinal", record.ordinal());
                json.writeBinaryField("body", record.bytes().bytes());
                Blob list = record.attachment();
                if (list != null) {
                    json.writeBinaryField("subjectList", list.bytes());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static StoredBatch parse(String node, String line) throws IOException {
        JsonNode json = JSON.readTree(line);
        List<StoredRecord> records = new ArrayList<>();
        for (JsonNode record : json.path("records")) {
            records.add(new StoredRecord(
                    record.path("ordinal").asInt(),
                    blob(record.path("body")),
                    record.has("subjectList") ? blob(record.path("subjectList")) : null,
                    null));
        }
        return new StoredBatch(
                node, json.path("sequence").asLong(), blob(json.path("header")), blob(json.path("leaves")), records);
    }

    private static Blob blob(JsonNode base64) throws IOException {
        byte @Nullable [] bytes = base64.binaryValue();
        if (bytes == null) {
            throw notABundle();
        }
        return Blob.of(bytes);
    }

    private static IOException notABundle() {
        return new IOException("不是存证包或已损坏 / not an evidence bundle, or damaged");
    }
}
