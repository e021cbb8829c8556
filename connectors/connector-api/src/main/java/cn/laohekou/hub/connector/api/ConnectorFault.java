package cn.laohekou.hub.connector.api;

/**
 * A connector's failure in the hub's own words. The message is safe to show to operations: it never holds a body, a
 * secret, a query string or an expanded path.
 */
public final class ConnectorFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    /**
     * @param code why
     * @param message one sentence for operations
     */
    public ConnectorFault(FaultCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** Why; never null. */
    public FaultCode code() {
        return code;
    }
}
