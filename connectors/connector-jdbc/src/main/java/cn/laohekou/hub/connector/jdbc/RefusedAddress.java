package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.io.IOException;

/** Carries the guard's refusal through a driver, which only knows I/O errors. */
final class RefusedAddress extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient ConnectorFault fault;

    RefusedAddress(ConnectorFault fault) {
        super("the address was not allowed or not found");
        this.fault = fault;
    }

    ConnectorFault fault() {
        return fault;
    }
}
