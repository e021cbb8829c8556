package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import cn.laohekou.hub.security.evidence.AnchorCheck.Proven;
import cn.laohekou.hub.security.evidence.Finding.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Verifies chains: record by record, batch by batch, link by link, signed head by signed head, against the clock, and
 * against checkpoints and what outside parties stated, when there is any of it. Believes nothing but SM3, SM2 and the
 * keys it is given.
 */
public final class ChainVerifier {

    private static final String TAIL_OPEN =
            "没有给出检查点文件，不能证明链尾未被截短 / without a checkpoint file it is not proven that no tail was cut";

    private final ChainSource source;
    private final Trust trust;
    private final boolean checked;
    private final Map<String, NavigableMap<Long, String>> marks = new TreeMap<>();
    private final List<ChainReport.Chain> chains = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notProven = new ArrayList<>();

    private ChainVerifier(ChainSource source, Trust trust) {
        this.source = source;
        this.trust = trust;
        this.checked = !trust.checkpoints().isEmpty();
        trust.checkpoints().forEach(this::mark);
    }

    /**
     * Verifies all chains of a source.
     *
     * @param source where they are read from
     * @param checkpoints checkpoints from outside the source; empty when there are none
     */
    public static ChainReport verify(ChainSource source, List<Checkpoint> checkpoints) throws IOException {
        return verify(source, Trust.in(checkpoints));
    }

    /**
     * Verifies all chains of a source.
     *
     * @param source where they are read from
     * @param trust what the verifier knows from elsewhere
     */
    public static ChainReport verify(ChainSource source, Trust trust) throws IOException {
        return new ChainVerifier(source, trust).run();
    }

    private ChainReport run() throws IOException {
        Map<String, Blob> keys = source.keys();
        List<Proven> anchors = anchors();
        List<String> nodes = source.nodes();
        Archived archived = new Archived();
        for (String node : nodes) {
            NavigableMap<Long, String> own = marks.getOrDefault(node, new TreeMap<>());
            SignatureWalk signatures = new SignatureWalk(node, keys, trust.keys());
            ChainWalk walk = new ChainWalk(node, source, own, signatures, new AnchorWalk(node, anchors), archived);
            source.read(node, walk::visit);
            walk.end(checked, chains, findings, notProven);
        }
        marks.forEach((node, own) -> {
            if (source.whole() && !nodes.contains(node)) {
                findings.add(new Finding(Problem.TAIL_CUT, node, 1, Finding.WHOLE_BATCH));
            }
        });
        findings.addAll(archived.unrecorded());
        notProven.addAll(archived.sentences());
        if (!checked) {
            notProven.add(TAIL_OPEN);
        }
        if (trust.keys() == null) {
            keys.forEach((id, key) -> notProven.add("签名密钥 " + id + " 取自被验证的数据本身，请与另行取得的指纹核对："
                    + fingerprint(key) + " / the signing key " + id
                    + " comes with what is verified; compare its fingerprint with one obtained elsewhere"));
        }
        return new ChainReport(chains, findings, notProven);
    }

    private List<Proven> anchors() throws IOException {
        List<Proven> proven = new ArrayList<>();
        for (StoredAnchor anchor : source.anchors()) {
            AnchorCheck.Result result = AnchorCheck.check(anchor, trust.authorities());
            if (result.problem() != null) {
                findings.add(Finding.ofFile(result.problem(), anchor.name()));
                continue;
            }
            notProven.addAll(result.notProven());
            Proven one = result.proven();
            if (one != null) {
                proven.add(one);
                mark(one.checkpoint());
            }
        }
        return proven;
    }

    private void mark(Checkpoint checkpoint) {
        for (ChainHead head : checkpoint.heads()) {
            marks.computeIfAbsent(head.node(), node -> new TreeMap<>()).put(head.sequence(), head.hash());
        }
    }

    /** How a key is read out on the telephone: SM3 over its SubjectPublicKeyInfo. */
    static String fingerprint(Blob key) {
        return HexFormat.of().formatHex(Sm3.hash(key.bytes()));
    }
}
