package cn.laohekou.hub.security.identity;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers verified tokens by the SHA-256 digest of their bytes, so that the time a lookup takes says nothing of a
 * token. Bounded: entries not used for a while give way. An entry is never returned at or past its expiry, nor once the
 * keys or the stamp it was verified under have changed. Safe for any thread.
 */
final class VerifiedTokenCache {

    private static final int DIGEST_BYTES = 32;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final ThreadLocal<Hasher> HASHER = ThreadLocal.withInitial(Hasher::new);

    private record Digest(long a, long b, long c, long d) {
        @Override
        public int hashCode() {
            return (int) a;
        }
    }

    private record Entry(Caller caller, long generation, long stamp) {}

    private final int half;
    private volatile Map<Digest, Entry> young = new ConcurrentHashMap<>();
    private volatile Map<Digest, Entry> old = Map.of();
    private volatile long stamp;

    /** Remembers at most {@code capacity} tokens. */
    VerifiedTokenCache(int capacity) {
        if (capacity < 2) {
            throw new IllegalArgumentException("capacity must be at least 2 but is " + capacity);
        }
        this.half = capacity / 2;
    }

    /** Changes with every {@link #clear()}; to be read before a verification whose result is put. */
    long stamp() {
        return stamp;
    }

    /**
     * The caller of a remembered token, or null.
     *
     * @param generation current generation of the keys
     * @param now epoch second
     */
    @Nullable
    Caller get(String token, long generation, long now) {
        Digest digest = HASHER.get().digest(token);
        Map<Digest, Entry> current = young;
        Entry entry = current.get(digest);
        if (entry == null) {
            entry = old.get(digest);
            if (entry != null && holds(entry, generation, now)) {
                put(digest, entry);
            }
        }
        return entry != null && holds(entry, generation, now) ? entry.caller : null;
    }

    private boolean holds(Entry entry, long generation, long now) {
        return entry.stamp == stamp && entry.generation == generation && now < entry.caller.expiresAt();
    }

    /**
     * Remembers a token.
     *
     * @param generation generation of the keys before it was verified
     * @param stampBefore stamp before it was verified
     */
    void put(String token, Caller caller, long generation, long stampBefore) {
        put(HASHER.get().digest(token), new Entry(caller, generation, stampBefore));
    }

    /** Forgets everything, also what is being verified at this moment. */
    synchronized void clear() {
        stamp++;
        young = new ConcurrentHashMap<>();
        old = Map.of();
    }

    int size() {
        return young.size() + old.size();
    }

    private synchronized void put(Digest digest, Entry entry) {
        if (entry.stamp != stamp) {
            return;
        }
        if (young.size() >= half) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(digest, entry);
    }

    private static final class Hasher {
        private final MessageDigest sha256;
        private final byte[] bytes = new byte[DIGEST_BYTES];

        Hasher() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        Digest digest(String token) {
            // Characters beyond Latin-1 become '?', which no token holds.
            sha256.update(token.getBytes(StandardCharsets.ISO_8859_1));
            try {
                sha256.digest(bytes, 0, DIGEST_BYTES);
            } catch (DigestException e) {
                throw new IllegalStateException("the digest has another length than SHA-256's", e);
            }
            return new Digest(
                    (long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, 8), (long) LONGS.get(bytes, 16), (long)
                            LONGS.get(bytes, 24));
        }
    }
}
