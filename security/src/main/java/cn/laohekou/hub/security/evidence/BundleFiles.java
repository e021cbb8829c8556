package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import cn.laohekou.hub.security.evidence.Finding.Problem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Checks the files of a bundle against its manifest, and the manifest against its signature. */
final class BundleFiles {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = BundleWriter.MANIFEST_SIGNATURE + ".key";
    private static final Set<String> OUTSIDE = Set.of(BundleWriter.MANIFEST, BundleWriter.MANIFEST_SIGNATURE, KEY);
    private static final byte[] NOTHING = new byte[0];

    private BundleFiles() {}

    static List<Finding> check(Path file, Map<String, Blob> keys, @Nullable Collection<Blob> trusted)
            throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            byte[] manifest = EvidenceBundle.bytes(zip, BundleWriter.MANIFEST);
            Map<String, String> named = new TreeMap<>();
            JsonNode files = JSON.readTree(manifest).path("files");
            files.properties()
                    .forEach(one -> named.put(one.getKey(), one.getValue().asText()));
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName();
                if (OUTSIDE.contains(name)) {
                    continue;
                }
                String expected = named.remove(name);
                if (expected == null) {
                    findings.add(Finding.ofFile(Problem.FILE_INSERTED, name));
                } else if (!expected.equals(digest(zip, entry))) {
                    findings.add(Finding.ofFile(Problem.FILE_CHANGED, name));
                }
            }
            named.keySet().forEach(name -> findings.add(Finding.ofFile(Problem.FILE_MISSING, name)));
            Problem bad = signature(zip, manifest, keys, trusted);
            if (bad != null) {
                findings.add(Finding.ofFile(bad, BundleWriter.MANIFEST));
            }
        }
        return findings;
    }

    private static @Nullable Problem signature(
            ZipFile zip, byte[] manifest, Map<String, Blob> keys, @Nullable Collection<Blob> trusted)
            throws IOException {
        String key = new String(bytes(zip, KEY), StandardCharsets.UTF_8);
        HeadSignature signature =
                new HeadSignature(Blob.of(manifest), key, Blob.of(bytes(zip, BundleWriter.MANIFEST_SIGNATURE)));
        Problem problem = SignatureWalk.verify(keys, trusted, signature);
        return problem == Problem.SIGNATURE_BAD ? Problem.MANIFEST_BAD : problem;
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        return zip.getEntry(name) == null ? NOTHING : EvidenceBundle.bytes(zip, name);
    }

    private static String digest(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return HexFormat.of().formatHex(Sm3.hash(NOTHING, in));
        } catch (IOException damaged) {
            return "";
        }
    }
}
