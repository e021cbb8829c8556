package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.api.FaultCode;

/** A connector's route could not be started or changed. The message may be shown to operations: it holds no setting. */
public final class ConnectorRouteException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    ConnectorRouteException(FaultCode code, String message) {
        super(message);
        this.code = code;
    }

    /** Why; never null. */
    public FaultCode code() {
        return code;
    }
}
