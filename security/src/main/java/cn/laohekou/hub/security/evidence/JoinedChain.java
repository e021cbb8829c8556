package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import cn.laohekou.hub.security.evidence.Finding.Problem;
import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Archived parts of chains and what stands behind them, read as one: every header must hold the hash of the one before it
 * across all seams. What stands in an archive and still in the database is read from the archive.
 */
public final class JoinedChain implements ChainSource {

    private final Map<Path, EvidenceBundle> bundles = new LinkedHashMap<>();
    private final ChainSource live;

    /** Digests the chain itself names for bundles, by the head they end in. */
    private final Map<ChainHead, String> recorded = new HashMap<>();

    private final Map<ChainHead, Path> ends = new HashMap<>();

    private JoinedChain(ChainSource live) {
        this.live = live;
    }

    /**
     * Verifies archived bundles together with the chains that go on behind them.
     *
     * @param live the chains in the database
     * @param files archive bundles, in any order
     * @param trust what the verifier knows from elsewhere
     * @return findings name the batch that is missing or changed, or the file that is not the one that was archived
     * @throws IOException when a file cannot be read, is not a bundle, or holds selected records only
     */
    public static ChainReport verify(ChainSource live, List<Path> files, Trust trust) throws IOException {
        JoinedChain joined = new JoinedChain(live);
        for (Path file : files) {
            EvidenceBundle bundle = EvidenceBundle.open(file);
            if (bundle.sparse()) {
                throw new IOException(file.getFileName() + " 只含选出的记录，不是归档包 / holds selected records, it is no archive");
            }
            joined.bundles.put(file, bundle);
        }
        return joined.report(trust);
    }

    private ChainReport report(Trust trust) throws IOException {
        ChainReport chains = ChainVerifier.verify(this, trust);
        List<Finding> findings = new ArrayList<>(chains.findings());
        for (Map.Entry<Path, EvidenceBundle> one : bundles.entrySet()) {
            findings.addAll(BundleFiles.check(one.getKey(), one.getValue().keys(), trust.keys()));
            findings.addAll(foreignKeys(one.getKey(), one.getValue()));
        }
        for (Map.Entry<ChainHead, Path> end : ends.entrySet()) {
            String expected = recorded.get(end.getKey());
            if (expected != null && !expected.equals(digest(end.getValue()))) {
                findings.add(Finding.ofFile(Problem.FILE_CHANGED, name(end.getValue())));
            }
        }
        return new ChainReport(chains.chains(), new ArrayList<>(new LinkedHashSet<>(findings)), chains.notProven());
    }

    /** A key of the same name that is another key would let a bundle pass under the live chain's name. */
    private List<Finding> foreignKeys(Path file, EvidenceBundle bundle) throws IOException {
        Map<String, Blob> own = live.keys();
        List<Finding> findings = new ArrayList<>();
        bundle.keys().forEach((id, key) -> {
            Blob known = own.get(id);
            if (known != null && !known.equals(key)) {
                findings.add(Finding.ofFile(Problem.KEY_UNKNOWN, name(file)));
            }
        });
        return findings;
    }

    @Override
    public boolean whole() {
        return true;
    }

    @Override
    public Map<String, Blob> keys() throws IOException {
        Map<String, Blob> keys = new TreeMap<>(live.keys());
        for (EvidenceBundle bundle : bundles.values()) {
            bundle.keys().forEach(keys::putIfAbsent);
        }
        return keys;
    }

    @Override
    public List<StoredAnchor> anchors() throws IOException {
        Set<StoredAnchor> anchors = new LinkedHashSet<>(live.anchors());
        for (EvidenceBundle bundle : bundles.values()) {
            anchors.addAll(bundle.anchors());
        }
        return List.copyOf(anchors);
    }

    @Override
    public List<String> nodes() throws IOException {
        Set<String> nodes = new TreeSet<>(live.nodes());
        for (EvidenceBundle bundle : bundles.values()) {
            nodes.addAll(bundle.nodes());
        }
        return List.copyOf(nodes);
    }

    @Override
    public void read(String node, BatchVisitor visitor) throws IOException {
        Reading reading = new Reading(visitor);
        for (Part part : parts(node)) {
            reading.last = null;
            part.bundle.read(node, reading.next, reading::visit);
            ChainHead end = reading.last;
            if (end != null) {
                ends.put(end, part.file);
            }
            if (reading.ended) {
                return;
            }
        }
        live.read(node, reading.next, reading::visit);
    }

    private List<Part> parts(String node) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<Path, EvidenceBundle> one : bundles.entrySet()) {
            long[] first = {0};
            one.getValue().read(node, batch -> {
                first[0] = batch.sequence();
                return false;
            });
            if (first[0] > 0) {
                parts.add(new Part(first[0], one.getKey(), one.getValue()));
            }
        }
        parts.sort(Comparator.comparingLong(Part::first));
        return parts;
    }

    /**
     * SM3 of a file, as the record of its archiving names it.
     *
     * @param file archive bundle
     * @return 64 hexadecimal digits
     */
    public static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return HexFormat.of().formatHex(Sm3.hash(new byte[0], in));
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private record Part(long first, Path file, EvidenceBundle bundle) {}

    /** Passes batches on and notes where the chain has come to, and what it says about archives. */
    private final class Reading {

        private final BatchVisitor visitor;
        private long next = 1;
        private boolean ended;
        private @Nullable ChainHead last;

        Reading(BatchVisitor visitor) {
            this.visitor = visitor;
        }

        boolean visit(StoredBatch batch) throws IOException {
            for (StoredRecord record : batch.records()) {
                for (Pruning pruning : RecordPeek.prunings(record)) {
                    recorded.put(pruning.through(), pruning.bundle());
                }
            }
            last = new ChainHead(
                    batch.node(),
                    batch.sequence(),
                    BatchHeader.hash(batch.header().bytes()));
            next = batch.sequence() + 1;
            ended = !visitor.visit(batch);
            return !ended;
        }
    }
}
