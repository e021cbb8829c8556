package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.OutgoingGuard;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;

/** One connector's database. Producer only. */
public final class JdbcEndpoint extends DefaultEndpoint {

    private final JdbcOptions options;

    JdbcEndpoint(String uri, JdbcComponent component, JdbcOptions options) {
        super(uri, component);
        this.options = options;
    }

    /** The options exactly as received; holds a secret, so it is for comparison and never for printing. */
    public JdbcOptions options() {
        return options;
    }

    @Override
    public Producer createProducer() throws Exception {
        OutgoingGuard guard =
                CamelContextHelper.mandatoryLookup(getCamelContext(), OutgoingGuard.BEAN, OutgoingGuard.class);
        return new JdbcProducer(this, Queries.of(options.queries()), Database.of(options), guard);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("hub-jdbc only asks databases; it does not listen");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }
}
