package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm2;
import cn.laohekou.hub.security.evidence.Finding.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the signed heads along one chain. */
final class SignatureWalk {

    /** A hub that cannot sign stops releasing long before; what is older without signature was never signed. */
    private static final Duration UNSIGNED = Duration.ofMinutes(2);

    private final String node;
    private final Map<String, Blob> keys;
    private final @Nullable Collection<Blob> trusted;
    private long firstUnsigned;
    private @Nullable Instant unsignedFrom;
    private @Nullable Instant lastAt;
    private long lastSigned;

    /**
     * @param keys keys by id, as the source states them
     * @param trusted keys known from elsewhere; null when there are none
     */
    SignatureWalk(String node, Map<String, Blob> keys, @Nullable Collection<Blob> trusted) {
        this.node = node;
        this.keys = keys;
        this.trusted = trusted;
    }

    /** The first thing wrong with a batch's signature; null when nothing is, or when it has none. */
    @Nullable
    Finding visit(StoredBatch batch, BatchHeader header, String hash) {
        HeadSignature signature = batch.signature();
        lastAt = header.at();
        if (signature == null) {
            if (unsignedFrom == null) {
                unsignedFrom = header.at();
                firstUnsigned = batch.sequence();
            }
            return null;
        }
        unsignedFrom = null;
        lastSigned = batch.sequence();
        Problem problem = judge(signature, new ChainHead(node, batch.sequence(), hash), header);
        return problem == null ? null : new Finding(problem, node, batch.sequence(), Finding.WHOLE_BATCH);
    }

    private @Nullable Problem judge(HeadSignature signature, ChainHead head, BatchHeader header) {
        HeadStatement statement;
        try {
            statement = HeadStatement.parse(signature.statement().bytes());
        } catch (IllegalArgumentException unreadable) {
            return Problem.SIGNATURE_DIFFERS;
        }
        if (!statement.head().equals(head)) {
            return Problem.SIGNATURE_DIFFERS;
        }
        Problem bad = verify(keys, trusted, signature);
        if (bad != null) {
            return bad;
        }
        return Clocks.follows(statement.at(), header.at()) ? null : Problem.CLOCK_SIGNATURE;
    }

    /** What is wrong with a signature; null when nothing is. */
    static @Nullable Problem verify(
            Map<String, Blob> keys, @Nullable Collection<Blob> trusted, HeadSignature signature) {
        Blob key = keys.get(signature.key());
        if (key == null || (trusted != null && !trusted.contains(key))) {
            return Problem.KEY_UNKNOWN;
        }
        try {
            byte[] statement = signature.statement().bytes();
            return Sm2.verify(
                            key.bytes(),
                            Sm2.DEFAULT_ID,
                            statement,
                            signature.signature().bytes())
                    ? null
                    : Problem.SIGNATURE_BAD;
        } catch (IllegalArgumentException notAKey) {
            return Problem.KEY_UNKNOWN;
        }
    }

    /** Whether the batch just seen was signed itself. */
    boolean signedNow() {
        return unsignedFrom == null;
    }

    /** Number of the last signed batch; 0 when none was. */
    long lastSigned() {
        return lastSigned;
    }

    /** First batch that no signature covers; 0 when all are covered. */
    long firstUnsigned() {
        return unsignedFrom == null ? 0 : firstUnsigned;
    }

    /** Whether what is not signed cannot be just the newest. */
    boolean unsignedTooLong() {
        return unsignedFrom != null && lastAt != null && lastAt.isAfter(unsignedFrom.plus(UNSIGNED));
    }
}
