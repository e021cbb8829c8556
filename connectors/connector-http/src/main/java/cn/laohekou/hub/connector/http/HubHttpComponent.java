package cn.laohekou.hub.connector.http;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/**
 * Camel component {@code hub-http:<connector>} over the Vert.x HTTP client.
 *
 * <p>Unlike the stock components it stays on the caller's event loop, streams the answer into the hub's sink, cuts the
 * connection at the size limit and connects only to the address the {@code OutgoingGuard} returned for this very call.
 *
 * <p>Uses the one {@link Vertx} found in the Camel registry, so that a call runs on its caller's own event loop; without
 * one it starts its own and closes it with the context.
 */
public final class HubHttpComponent extends DefaultComponent {

    private @Nullable Vertx vertx;
    private @Nullable Vertx owned;

    /** For Camel, which finds the component by its scheme. */
    public HubHttpComponent() {}

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        Vertx found = getCamelContext().getRegistry().findSingleByType(Vertx.class);
        if (found == null) {
            found = Vertx.vertx();
            owned = found;
        }
        vertx = found;
    }

    @Override
    protected void doShutdown() throws Exception {
        if (owned != null) {
            owned.close();
            owned = null;
        }
        vertx = null;
        super.doShutdown();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        return new HubHttpEndpoint(uri, this, new HttpOptionsReader(this, parameters).read(remaining));
    }

    /**
     * An endpoint of its own for another component of the hub that sends through this one; the context does not know it.
     *
     * @param connector name of the connector, by which the guard decides
     * @param options the endpoint's options by name; unknown ones are refused
     */
    public Endpoint endpoint(String connector, Map<String, Object> options) {
        Map<String, Object> left = new HashMap<>(options);
        HttpOptions read = new HttpOptionsReader(this, left).read(connector);
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("no options of hub-http: " + left.keySet());
        }
        return new HubHttpEndpoint("hub-http:" + connector, this, read);
    }

    Vertx vertx() {
        if (vertx == null) {
            throw new IllegalStateException("component hub-http is not initialised");
        }
        return vertx;
    }
}
