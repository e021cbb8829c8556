package cn.laohekou.hub.security.signature;

/** A signature that is not accepted. Carries the reason and nothing of the message. */
public final class SignatureRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final SignatureFault fault;

    /** @param fault why */
    public SignatureRefused(SignatureFault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    /** Why. */
    public SignatureFault fault() {
        return fault;
    }
}
