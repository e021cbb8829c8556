package cn.laohekou.hub.security.evidence;

/** Signs what the ledger states. Safe for use from any thread. */
@FunctionalInterface
public interface RootSigner {

    /**
     * Signs with the key in force.
     *
     * @param statement exact bytes
     * @throws RuntimeException when the key is not at hand
     */
    HeadSignature sign(byte[] statement);
}
