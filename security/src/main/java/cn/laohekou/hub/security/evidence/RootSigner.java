package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.Signed;

/** Signs what the ledger states. */
@FunctionalInterface
public interface RootSigner {

    /** Name of the managed key that signs heads and bundles. */
    String KEY = "evidence-root";

    /**
     * Signs with the key in force.
     *
     * @param statement exact bytes
     * @throws RuntimeException when the key is not at hand
     */
    HeadSignature sign(byte[] statement);

    /**
     * Signs with the managed key {@link #KEY}.
     *
     * @param keys where the key is
     */
    static RootSigner with(KeyService keys) {
        return statement -> {
            Signed signed = keys.sign(KEY, statement);
            return new HeadSignature(Blob.of(statement), signed.key().toString(), Blob.of(signed.signature()));
        };
    }
}
