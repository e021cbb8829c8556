package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * Writes evidence to be carried elsewhere: a zip with the exact bytes of batches and records, the signed heads over them,
 * the keys to check those with, what outside parties stated, and a signed manifest of all files. Streams; memory does not
 * grow with the export.
 */
public final class BundleWriter {

    static final String MANIFEST = "manifest.json";
    static final String MANIFEST_SIGNATURE = "manifest.sig";
    static final String README = "README.md";
    static final String ANCHORS = "anchors.jsonl";
    static final String INDEX = "index.txt";
    static final String CHAINS = "chains/";
    static final String KEYS = "keys/";
    static final String LINES = ".jsonl";
    static final String PEM = ".pem";
    static final String FORMAT = "laohekou-evidence-bundle";
    static final int VERSION = 2;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PEM_LINE = 64;

    private final ZipOutputStream zip;
    private final Map<String, String> digests = new TreeMap<>();

    private BundleWriter(OutputStream out) {
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    }

    /**
     * Writes a bundle.
     *
     * @param source what to export; all of it
     * @param selection what was asked for, for the manifest: names and values, none of them personal
     * @param at time of the export
     * @param signer signs the manifest, with a key of {@code source.keys()}
     * @param out where to; not closed
     */
    public static void write(
            ChainSource source, Map<String, String> selection, Instant at, RootSigner signer, OutputStream out)
            throws IOException {
        new BundleWriter(out).write(source, selection, at, signer);
    }

    private void write(ChainSource source, Map<String, String> selection, Instant at, RootSigner signer)
            throws IOException {
        try (InputStream readme = BundleWriter.class.getResourceAsStream("bundle-readme.md")) {
            if (readme == null) {
                throw new IOException("The bundle's README is not part of this build");
            }
            file(README, readme.readAllBytes());
        }
        for (Map.Entry<String, Blob> key : source.keys().entrySet()) {
            file(KEYS + key.getKey() + PEM, pem(key.getValue()));
        }
        ByteArrayOutputStream anchors = new ByteArrayOutputStream();
        for (StoredAnchor anchor : source.anchors()) {
            anchors.write(line(anchor));
        }
        file(ANCHORS, anchors.toByteArray());
        StringBuilder index = new StringBuilder();
        for (String node : source.nodes()) {
            chain(source, node, index);
        }
        if (source.sparse()) {
            file(INDEX, index.toString().getBytes(StandardCharsets.UTF_8));
        }
        byte[] manifest = manifest(source, selection, at);
        HeadSignature signed = signer.sign(manifest);
        entry(MANIFEST, manifest);
        entry(MANIFEST_SIGNATURE, signed.signature().bytes());
        entry(MANIFEST_SIGNATURE + ".key", signed.key().getBytes(StandardCharsets.UTF_8));
        zip.finish();
    }

    private void chain(ChainSource source, String node, StringBuilder index) throws IOException {
        String name = CHAINS + node + LINES;
        zip.putNextEntry(new ZipEntry(name));
        SM3Digest digest = new SM3Digest();
        source.read(node, batch -> {
            put(line(batch), digest);
            for (StoredRecord record : batch.records()) {
                put(line(batch, record), digest);
                if (source.sparse()) {
                    index.append(node).append(' ').append(batch.sequence()).append(' ');
                    index.append(record.ordinal()).append(' ');
                    index.append(HexFormat.of()
                                    .formatHex(Merkle.leaf(record.bytes().bytes())))
                            .append('\n');
                }
            }
            return true;
        });
        zip.closeEntry();
        byte[] sum = new byte[Sm3.BYTES];
        digest.doFinal(sum, 0);
        digests.put(name, HexFormat.of().formatHex(sum));
    }

    private void put(byte[] line, SM3Digest digest) throws IOException {
        zip.write(line);
        digest.update(line, 0, line.length);
    }

    private byte[] manifest(ChainSource source, Map<String, String> selection, Instant at) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("v", VERSION);
            json.writeStringField("exported", at.toString());
            json.writeBooleanField("whole", source.whole());
            json.writeBooleanField("sparse", source.sparse());
            json.writeObjectFieldStart("selection");
            for (Map.Entry<String, String> asked : new TreeMap<>(selection).entrySet()) {
                json.writeStringField(asked.getKey(), asked.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("files");
            for (Map.Entry<String, String> file : digests.entrySet()) {
                json.writeStringField(file.getKey(), file.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private void file(String name, byte[] bytes) throws IOException {
        entry(name, bytes);
        digests.put(name, HexFormat.of().formatHex(Sm3.hash(bytes)));
    }

    private void entry(String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /** The members stand in this order and each on its own line, so that plain text tools find them. */
    private static byte[] line(StoredBatch batch) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("batch", batch.sequence());
            json.writeBinaryField("header", batch.header().bytes());
            json.writeBinaryField("leaves", batch.leaves().bytes());
            List<Integer> selected = batch.selected();
            if (selected != null) {
                json.writeArrayFieldStart("selected");
                for (int ordinal : selected) {
                    json.writeNumber(ordinal);
                }
                json.writeEndArray();
            }
            HeadSignature signature = batch.signature();
            if (signature != null) {
                json.writeBinaryField("statement", signature.statement().bytes());
                json.writeStringField("key", signature.key());
                json.writeBinaryField("signature", signature.signature().bytes());
            }
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static byte[] line(StoredBatch batch, StoredRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("record", batch.sequence() + "." + record.ordinal());
            json.writeBinaryField("body", record.bytes().bytes());
            Blob list = record.attachment();
            if (list != null) {
                json.writeBinaryField("subjectList", list.bytes());
            }
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static byte[] line(StoredAnchor anchor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("anchor", anchor.kind());
            json.writeBinaryField("line", anchor.line().bytes());
            json.writeBinaryField("receipt", anchor.receipt().bytes());
            json.writeEndObject();
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static byte[] pem(Blob key) {
        String text = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(key.bytes());
        return ("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
