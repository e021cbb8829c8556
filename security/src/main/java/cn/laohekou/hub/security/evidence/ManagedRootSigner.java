package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.KeyId;
import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.Signed;
import cn.laohekou.hub.security.crypto.Sm3;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs with the managed key {@link #KEY}. Its id in evidence is name, version and the beginning of its fingerprint, for
 * example {@code evidence-root-1-5f3a09c1}, so that two keys are never taken for one.
 */
public final class ManagedRootSigner implements RootSigner {

    /** Name of the managed key that signs heads and bundles. */
    public static final String KEY = "evidence-root";

    private static final int FINGERPRINT = 8;

    private final KeyService keys;
    private final Map<KeyId, String> ids = new ConcurrentHashMap<>();
    private final Map<String, byte[]> publicKeys = new ConcurrentHashMap<>();

    /**
     * A signer.
     *
     * @param keys where the key is
     */
    public ManagedRootSigner(KeyService keys) {
        this.keys = keys;
    }

    /**
     * Makes sure that there is a key.
     *
     * @param now the time
     */
    public void prepare(Instant now) {
        keys.ensure(KEY, KeyKind.SM2, now);
    }

    @Override
    public HeadSignature sign(byte[] statement) {
        Signed signed = keys.sign(KEY, statement);
        String id = ids.computeIfAbsent(signed.key(), this::id);
        return new HeadSignature(Blob.of(statement), id, Blob.of(signed.signature()));
    }

    /**
     * The public half of a key that has signed here.
     *
     * @param id as in {@link HeadSignature#key}
     * @return SubjectPublicKeyInfo in DER
     * @throws IllegalArgumentException when it has not
     */
    public byte[] publicKey(String id) {
        byte[] known = publicKeys.get(id);
        if (known == null) {
            throw new IllegalArgumentException("No key of that id has signed here");
        }
        return known.clone();
    }

    private String id(KeyId key) {
        byte[] half = keys.publicKey(key);
        String print = HexFormat.of().formatHex(Sm3.hash(half)).substring(0, FINGERPRINT);
        String id = key.name() + "-" + key.version() + "-" + print;
        publicKeys.put(id, half);
        return id;
    }
}
