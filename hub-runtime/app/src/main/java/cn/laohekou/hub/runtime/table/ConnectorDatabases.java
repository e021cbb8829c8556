package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.DatabaseWork;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;

/** The databases of connectors that run as Camel routes on this node. */
public final class ConnectorDatabases implements Databases {

    private final CamelContext camel;
    private final Function<String, Optional<AsyncProcessor>> entry;
    private final ToIntFunction<String> revision;

    /**
     * @param camel the context the routes run in
     * @param entry the way into a connector's running route; empty when it does not run or is paused
     * @param revision revision of a connector that runs; 0 when it does not
     */
    public ConnectorDatabases(
            CamelContext camel, Function<String, Optional<AsyncProcessor>> entry, ToIntFunction<String> revision) {
        this.camel = camel;
        this.entry = entry;
        this.revision = revision;
    }

    @Override
    public void on(String connector, DatabaseWork work)
            throws NotRunning, SQLException, IOException, ConnectorFault, InterruptedException {
        AsyncProcessor route = entry.apply(connector).orElseThrow(() -> new NotRunning(connector));
        Exchange exchange = new DefaultExchange(camel);
        exchange.setProperty(ExchangeKeys.DATABASE_WORK, work);
        // Camel's own way to wait: within another route on this thread, what is queued must go on meanwhile.
        PluginHelper.getAsyncProcessorAwaitManager(camel).process(route, exchange);
        Exception failure = exchange.getException();
        if (failure instanceof RejectedExecutionException) {
            throw new NotRunning(connector);
        } else if (failure instanceof SQLException sql) {
            throw sql;
        } else if (failure instanceof IOException io) {
            throw io;
        } else if (failure instanceof ConnectorFault fault) {
            throw fault;
        } else if (failure instanceof InterruptedException interrupted) {
            throw interrupted;
        } else if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        } else if (failure != null) {
            throw new IllegalStateException(failure.getClass().getName());
        }
    }

    @Override
    public int revision(String connector) {
        return revision.applyAsInt(connector);
    }
}
