package cn.laohekou.hub.connector.api;

import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * Decides which addresses a connector may reach. Bound in the Camel registry under {@link #BEAN}; every component of the
 * hub that opens a connection asks it before <em>each</em> request and connects to exactly the address returned, so a
 * name that changes its address between check and connect (DNS rebinding) gains nothing.
 */
public interface OutgoingGuard {

    /** Name under which the guard is bound in the Camel registry. */
    String BEAN = "hubOutgoingGuard";

    /**
     * Resolves a host and checks the resolved address against the security team's list for the connector's department.
     *
     * @param connector name of the connector on whose behalf the connection is opened
     * @param host host name or address literal as set by the department
     * @param port TCP port
     * @return the address to connect to; completes exceptionally with {@link ConnectorFault}
     *     {@link FaultCode#ADDRESS_NOT_ALLOWED} when refused or {@link FaultCode#COUNTERPART_DOWN} when the name is
     *     unknown
     */
    CompletionStage<InetAddress> resolve(String connector, String host, int port);
}
