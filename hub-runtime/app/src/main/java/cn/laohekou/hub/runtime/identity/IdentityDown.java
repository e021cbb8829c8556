package cn.laohekou.hub.runtime.identity;

/** The identity server did not answer, or not as it should: permissions cannot be decided, clients not changed. */
public final class IdentityDown extends Exception {

    private static final long serialVersionUID = 1L;

    IdentityDown(String message) {
        super(message);
    }
}
