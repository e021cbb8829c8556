package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.api.RequestSigning;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** One connector's counterpart. Producer only. */
public final class HubHttpEndpoint extends DefaultEndpoint {

    private final HubHttpComponent component;
    private final HttpOptions options;

    HubHttpEndpoint(String uri, HubHttpComponent component, HttpOptions options) {
        super(uri, component);
        this.component = component;
        this.options = options;
    }

    /** The options exactly as received; holds secrets, so it is for comparison and never for printing. */
    public HttpOptions options() {
        return options;
    }

    @Override
    public Producer createProducer() throws Exception {
        // Without a guard there is no route at all: a missing bean must not open every address.
        OutgoingGuard guard =
                CamelContextHelper.mandatoryLookup(getCamelContext(), OutgoingGuard.BEAN, OutgoingGuard.class);
        return new HubHttpProducer(this, component.vertx(), guard, RequestPlan.of(options), signer());
    }

    private RequestSigning.@Nullable Signer signer() throws ConnectorFault {
        if (options.signing().mechanism().equals("none")) {
            return null;
        }
        // Without a signing service there is no route: the counterpart must not see unsigned requests.
        return CamelContextHelper.mandatoryLookup(getCamelContext(), RequestSigning.BEAN, RequestSigning.class)
                .prepare(options.signing());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("hub-http only calls counterparts; it does not listen");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }
}
