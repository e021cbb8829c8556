package cn.laohekou.hub.security.certificate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Positive findings, each for exactly one question: the same certificate, subject, demand, use and policy epoch. The
 * oldest go first when there are too many. Thread-safe.
 */
final class CertificateCache {

    private record Key(
            CertificateDemand demand,
            boolean authorisation,
            @Nullable String presented,
            List<String> subjects,
            CertificateUse use) {}

    private record Kept(CertificateEvidence evidence, long epoch, Instant until) {}

    private final Map<Key, Kept> kept;

    CertificateCache(int capacity) {
        this.kept = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized @Nullable CertificateEvidence find(CertificateQuestion question, Instant now) {
        Key key = key(question);
        Kept found = kept.get(key);
        if (found == null) {
            return null;
        }
        if (found.epoch() != question.epoch() || !now.isBefore(found.until())) {
            kept.remove(key);
            return null;
        }
        return found.evidence();
    }

    synchronized void keep(CertificateQuestion question, CertificateEvidence evidence) {
        int seconds = Math.min(question.demand().freshSeconds(), CertificateDemand.MAX_FRESH_SECONDS);
        Instant fresh = evidence.checkedAt().plusSeconds(seconds);
        Instant until = fresh.isBefore(evidence.goodUntil()) ? fresh : evidence.goodUntil();
        Key key = key(question);
        kept.remove(key);
        if (evidence.checkedAt().isBefore(until)) {
            kept.put(key, new Kept(evidence, question.epoch(), until));
        }
    }

    synchronized void clear() {
        kept.clear();
    }

    private static Key key(CertificateQuestion question) {
        return new Key(
                question.demand(), question.authorisation(), question.presented(), question.subjects(), question.use());
    }
}
