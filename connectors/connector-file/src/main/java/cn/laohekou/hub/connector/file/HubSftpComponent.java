package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.OutgoingGuard;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** Camel component {@code hub-sftp:<connector>}: a folder of an SFTP server whose host keys are pinned. */
public final class HubSftpComponent extends DefaultComponent {

    private static final int DEFAULT_PORT = 22;
    private static final int DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
    private static final int DEFAULT_REQUEST_TIMEOUT_MS = 20_000;

    /** For Camel, which finds the component by its scheme. */
    public HubSftpComponent() {}

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        SftpOptions options = new SftpOptions(
                remaining,
                text(parameters, "host"),
                number(parameters, "port", DEFAULT_PORT),
                text(parameters, "username"),
                text(parameters, "password"),
                text(parameters, "privateKey"),
                text(parameters, "hostKeys"),
                text(parameters, "folder"),
                number(parameters, "connectTimeoutMs", DEFAULT_CONNECT_TIMEOUT_MS),
                number(parameters, "requestTimeoutMs", DEFAULT_REQUEST_TIMEOUT_MS));
        return new FileEndpoint(
                uri,
                this,
                options,
                () -> new SftpStore(
                        options,
                        // Without a guard there is no route at all: a missing bean must not open every address.
                        CamelContextHelper.mandatoryLookup(
                                getCamelContext(), OutgoingGuard.BEAN, OutgoingGuard.class)));
    }

    private String text(Map<String, Object> parameters, String name) {
        return getAndRemoveOrResolveReferenceParameter(parameters, name, String.class, "");
    }

    private int number(Map<String, Object> parameters, String name, int absent) {
        return getAndRemoveOrResolveReferenceParameter(parameters, name, Integer.class, absent);
    }
}
