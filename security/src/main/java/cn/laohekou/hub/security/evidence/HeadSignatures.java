package cn.laohekou.hub.security.evidence;

/** Where signed heads are kept, beside the chain. */
@FunctionalInterface
public interface HeadSignatures {

    /**
     * Keeps a signed head; durable when this returns. One that is there already stays as it is.
     *
     * @param head the head that was signed
     * @param signature its statement and signature
     * @throws StoreException when it is not certain to be durable
     */
    void save(ChainHead head, HeadSignature signature) throws StoreException;
}
