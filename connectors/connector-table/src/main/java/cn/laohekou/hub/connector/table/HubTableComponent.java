package cn.laohekou.hub.connector.table;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code hub-table:<connector>}: runs a {@code DatabaseWork} on a counterpart's database.
 *
 * <p>Unlike the stock components it connects only to the address the {@code OutgoingGuard} returned, lets no driver
 * parameter through that loads files or classes, and hands the connection to the work instead of rows to the route.
 */
public final class HubTableComponent extends DefaultComponent {

    /** Name in the Camel registry of the folder ({@link Path}) with further JDBC drivers. */
    public static final String DRIVER_FOLDER = "hubDriverFolder";

    /** For Camel, which finds the component by its scheme. */
    public HubTableComponent() {}

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Path folder = getCamelContext().getRegistry().lookupByNameAndType(DRIVER_FOLDER, Path.class);
        TableOptions options = new TableOptions(
                remaining,
                text(parameters, "url", ""),
                text(parameters, "user", ""),
                text(parameters, "password", ""),
                text(parameters, "tls", "none"),
                text(parameters, "trustedCertificate", ""),
                number(parameters, "maxConnections", Integer.class, 8),
                number(parameters, "connectTimeoutMs", Integer.class, 5_000),
                number(parameters, "socketTimeoutMs", Integer.class, 60_000),
                number(parameters, "fetchSize", Integer.class, 5_000),
                number(parameters, "rowsPerSecond", Long.class, 0L),
                number(parameters, "bytesPerSecond", Long.class, 0L),
                text(parameters, "windows", ""));
        return new HubTableEndpoint(uri, this, options, new Drivers(folder));
    }

    private String text(Map<String, Object> parameters, String name, String absent) {
        return getAndRemoveOrResolveReferenceParameter(parameters, name, String.class, absent);
    }

    private <T> T number(Map<String, Object> parameters, String name, Class<T> type, T absent) {
        return getAndRemoveOrResolveReferenceParameter(parameters, name, type, absent);
    }
}
