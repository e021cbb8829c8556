package cn.laohekou.hub.connector.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.DatabaseWork;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Runs work on pooled connections, which live from first use to stop of the route. */
final class HubTableProducer extends DefaultAsyncProducer {

    /** How long a probe may take before its connection counts as dead, seconds. */
    private static final int PROBE_SECONDS = 10;

    /** Connections nobody uses are closed after this time: an idle connector costs its counterpart nothing. */
    private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private final TableOptions options;
    private final String product;
    private final GuardedDataSource source;
    private final SpeedLimit speed;
    private final TimeWindows windows;
    private @Nullable HikariDataSource pool;

    HubTableProducer(HubTableEndpoint endpoint, TableOptions options, String product, GuardedDataSource source)
            throws ConnectorFault {
        super(endpoint);
        this.options = options;
        this.product = product;
        this.source = source;
        this.speed = new SpeedLimit(options.rowsPerSecond(), options.bytesPerSecond());
        this.windows = TimeWindows.parse(options.windows());
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (source) {
            if (pool != null) {
                pool.close();
                pool = null;
            }
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        DatabaseWork work = exchange.getProperty(ExchangeKeys.DATABASE_WORK, DatabaseWork.class);
        if (work != null) {
            run(exchange, work);
            callback.done(true);
            return true;
        }
        // A probe may come from a thread that must not block.
        getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newThread("hub-table-probe", () -> {
                    run(
                            exchange,
                            exchange.getProperty(ExchangeKeys.PROBE, false, Boolean.class)
                                    ? HubTableProducer::alive
                                    : HubTableProducer::noQuery);
                    callback.done(false);
                })
                .start();
        return false;
    }

    private static void alive(cn.laohekou.hub.connector.api.Database database) throws SQLException, ConnectorFault {
        if (!database.connection().isValid(PROBE_SECONDS)) {
            throw new ConnectorFault(FaultCode.COUNTERPART_DOWN, "数据库没有应答。The database does not answer.");
        }
    }

    private static void noQuery(cn.laohekou.hub.connector.api.Database database) throws ConnectorFault {
        throw Faults.misconfigured(
                "库表连接器不回答查询，请用库表模式。", "A table connector answers no queries; use the table pattern.");
    }

    private void run(Exchange exchange, DatabaseWork work) {
        try {
            // Also for a pooled connection: an address that is no longer allowed is not used any more.
            source.check();
            try (Connection connection = connect()) {
                work.on(new Borrowed(connection));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private Connection connect() throws ConnectorFault {
        try {
            return pool().getConnection();
        } catch (SQLException | RuntimeException e) {
            throw Faults.connecting(e);
        }
    }

    private HikariDataSource pool() {
        synchronized (source) {
            HikariDataSource open = pool;
            if (open == null) {
                HikariConfig config = new HikariConfig();
                config.setPoolName("hub-table-" + options.connector());
                config.setDataSource(source);
                config.setMaximumPoolSize(options.maxConnections());
                config.setMinimumIdle(0);
                config.setIdleTimeout(IDLE_MILLIS);
                config.setConnectionTimeout(options.connectTimeoutMs() + 1_000L);
                // Nothing is opened before somebody asks; the one who asks is told why it failed.
                config.setInitializationFailTimeout(-1);
                open = new HikariDataSource(config);
                pool = open;
            }
            return open;
        }
    }

    /** The hub's zone; that of the machine when none is bound. */
    private ZoneId zone() {
        ZoneId bound = getEndpoint().getCamelContext().getRegistry().findSingleByType(ZoneId.class);
        return bound == null ? ZoneId.systemDefault() : bound;
    }

    private final class Borrowed implements cn.laohekou.hub.connector.api.Database {

        private final Connection connection;

        Borrowed(Connection connection) {
            this.connection = connection;
        }

        @Override
        public String product() {
            return product;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public int fetchSize() {
            return options.fetchSize();
        }

        @Override
        public boolean open() {
            return windows.open(LocalTime.now(zone()));
        }

        @Override
        public void pace(long rows, long bytes) throws InterruptedException {
            speed.take(rows, bytes);
        }
    }
}
