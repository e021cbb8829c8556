package cn.laohekou.hub.security.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions of all managed keys in memory, opened when first used. A version missing here may have been made by
 * another node a moment ago: the shelf is read once more before it counts as missing.
 */
final class ManagedKeys {

    private static final byte FORMAT = 2;

    /** Format byte and version, before nonce, ciphertext and tag. */
    private static final int HEADER = 1 + Integer.BYTES;

    /** Opens and seals under the master key. */
    interface Sealer {
        byte[] seal(byte[] associated, byte[] plain);

        byte[] open(byte[] associated, byte[] sealed);
    }

    private static final class Version {

        final SealedKey stored;
        volatile byte @Nullable [] secret;

        Version(SealedKey stored) {
            this.stored = stored;
        }
    }

    private final KeyShelf shelf;
    private final Sealer sealer;
    private volatile Map<String, NavigableMap<Integer, Version>> versions = Map.of();
    private volatile Map<String, List<Integer>> usable = Map.of();

    ManagedKeys(KeyShelf shelf, Sealer sealer) {
        this.shelf = shelf;
        this.sealer = sealer;
    }

    synchronized void reload() {
        Map<String, NavigableMap<Integer, Version>> read = new HashMap<>();
        for (SealedKey key : shelf.all()) {
            read.computeIfAbsent(key.id().name(), name -> new TreeMap<>())
                    .put(key.id().version(), new Version(key));
        }
        Map<String, List<Integer>> numbers = new HashMap<>();
        read.forEach((name, named) -> numbers.put(
                name,
                named.descendingMap().values().stream()
                        .filter(version -> version.stored.retiredAt() == null)
                        .map(version -> version.stored.id().version())
                        .toList()));
        versions = read;
        usable = numbers;
    }

    List<Integer> usable(String name) {
        return usable.getOrDefault(name, List.of());
    }

    KeyId current(String name) {
        return newest(name).stored.id();
    }

    Signed sign(String name, byte[] message) {
        Version version = newest(name);
        return new Signed(version.stored.id(), Sm2.sign(secret(version, KeyKind.SM2), Sm2.DEFAULT_ID, message));
    }

    boolean verify(KeyId key, byte[] message, byte[] signature) {
        Version version = find(key);
        if (version.stored.retiredAt() != null) {
            throw retired(key);
        }
        return Sm2.verify(publicHalf(version), Sm2.DEFAULT_ID, message, signature);
    }

    byte[] publicKey(KeyId key) {
        return publicHalf(find(key)).clone();
    }

    byte[] encrypt(String name, byte[] associated, byte[] plain) {
        Version version = newest(name);
        KeyId id = version.stored.id();
        byte[] text = Sm4.gcmEncrypt(secret(version, KeyKind.SM4), bound(id, associated), plain);
        return ByteBuffer.allocate(HEADER + text.length)
                .put(FORMAT)
                .putInt(id.version())
                .put(text)
                .array();
    }

    byte[] decrypt(String name, byte[] associated, byte[] encrypted) {
        if (encrypted.length < HEADER || encrypted[0] != FORMAT) {
            throw new SealBroken(name);
        }
        int number = ByteBuffer.wrap(encrypted, 1, Integer.BYTES).getInt();
        if (number < 1) {
            throw new SealBroken(name);
        }
        KeyId id = new KeyId(name, number);
        byte[] text = Arrays.copyOfRange(encrypted, HEADER, encrypted.length);
        return Sm4.gcmDecrypt(secret(find(id), KeyKind.SM4), bound(id, associated), text);
    }

    SealedKey fresh(KeyId id, KeyKind kind, Instant createdAt, Instant expiresAt) {
        if (kind == KeyKind.SM4) {
            return new SealedKey(
                    id, kind, sealer.seal(place(id, kind), Sm4.generate()), null, createdAt, expiresAt, null);
        }
        Sm2.Pair pair = Sm2.generate();
        return new SealedKey(
                id,
                kind,
                sealer.seal(place(id, kind), pair.privateKey()),
                pair.publicKey(),
                createdAt,
                expiresAt,
                null);
    }

    KeyId ensure(String name, KeyKind kind, Instant now, Duration life) {
        reload();
        if (!versions.containsKey(name)) {
            shelf.addIfAbsent(fresh(new KeyId(name, 1), kind, now, now.plus(life)));
            reload();
        }
        return current(name);
    }

    private byte[] secret(Version version, KeyKind kind) {
        byte[] known = version.secret;
        if (known != null && version.stored.kind() == kind) {
            return known;
        }
        SealedKey stored = version.stored;
        if (stored.kind() != kind) {
            throw new IllegalArgumentException("Key " + stored.id() + " is of kind " + stored.kind() + ", not " + kind);
        }
        byte[] sealed = stored.sealed();
        if (sealed == null || stored.retiredAt() != null) {
            throw retired(stored.id());
        }
        byte[] opened = sealer.open(place(stored.id(), kind), sealed);
        version.secret = opened;
        return opened;
    }

    private static byte[] publicHalf(Version version) {
        byte[] half = version.stored.publicKey();
        if (half == null) {
            throw new IllegalArgumentException("Key " + version.stored.id() + " has no public half");
        }
        return half;
    }

    private Version newest(String name) {
        NavigableMap<Integer, Version> found = versions.get(name);
        if (found == null) {
            reload();
            found = versions.get(name);
        }
        if (found == null) {
            throw missing(name);
        }
        return found.lastEntry().getValue();
    }

    private Version find(KeyId id) {
        Version found = look(id);
        if (found == null) {
            reload();
            found = look(id);
        }
        if (found == null) {
            throw missing(id.toString());
        }
        return found;
    }

    private @Nullable Version look(KeyId id) {
        NavigableMap<Integer, Version> named = versions.get(id.name());
        return named == null ? null : named.get(id.version());
    }

    private static KeyUnavailable missing(String key) {
        return new KeyUnavailable(key, "不存在", "does not exist");
    }

    private static KeyUnavailable retired(KeyId key) {
        return new KeyUnavailable(key.toString(), "已退役", "was retired");
    }

    private static byte[] place(KeyId id, KeyKind kind) {
        return ("managed-key/" + kind + '/' + id).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bound(KeyId id, byte[] associated) {
        byte[] name = id.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + name.length + associated.length)
                .putInt(name.length)
                .put(name)
                .put(associated)
                .array();
    }
}
