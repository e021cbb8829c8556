package cn.laohekou.hub.connector.table;

import cn.laohekou.hub.connector.api.OutgoingGuard;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;

/** One connector's database. Producer only. */
public final class HubTableEndpoint extends DefaultEndpoint {

    private final TableOptions options;
    private final Drivers drivers;

    HubTableEndpoint(String uri, HubTableComponent component, TableOptions options, Drivers drivers) {
        super(uri, component);
        this.options = options;
        this.drivers = drivers;
    }

    /** The options exactly as received; holds secrets, so it is for comparison and never for printing. */
    public TableOptions options() {
        return options;
    }

    @Override
    public Producer createProducer() throws Exception {
        // Without a guard there is no route at all: a missing bean must not open every address.
        OutgoingGuard guard =
                CamelContextHelper.mandatoryLookup(getCamelContext(), OutgoingGuard.BEAN, OutgoingGuard.class);
        JdbcAddress address = JdbcAddress.parse(options.url());
        GuardedDataSource.DriverSettings.of(options, address);
        GuardedDataSource source =
                new GuardedDataSource(options, address, drivers.of(address.to(address.host())), guard);
        return new HubTableProducer(this, options, address.product(), source);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("hub-table is asked by jobs; it does not listen");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }
}
