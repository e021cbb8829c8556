package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Runs queries, each on a thread and a connection of this connector's own; owns both from start to stop. */
final class JdbcProducer extends DefaultAsyncProducer {

    /** Rows fetched at once: enough to be fast, few enough to be small. */
    private static final int FETCH_ROWS = 500;

    /** Waiting queries per connection: a backstop, the hub's own bound is smaller. */
    private static final int WAITING_PER_CONNECTION = 4;

    private static final int SUCCESS = 200;
    private static final long MILLIS = 1_000;

    private final Queries queries;
    private final Database database;
    private final OutgoingGuard guard;
    private volatile @Nullable Running running;

    /** What lives while the route runs. */
    private record Running(AgroalDataSource connections, ThreadPoolExecutor threads, String ticket) {}

    JdbcProducer(JdbcEndpoint endpoint, Queries queries, Database database, OutgoingGuard guard) {
        super(endpoint);
        this.queries = queries;
        this.database = database;
        this.guard = guard;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        JdbcOptions options = database.options();
        String ticket = GuardedSockets.issue(guard, options.connector(), options.host(), options.port());
        int size = options.maxConnections();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                size, size, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(size * WAITING_PER_CONNECTION));
        threads.allowCoreThreadTimeOut(true);
        running = new Running(database.open(ticket), threads, ticket);
    }

    @Override
    protected void doStop() throws Exception {
        Running open = running;
        running = null;
        if (open != null) {
            GuardedSockets.giveBack(open.ticket());
            open.threads().shutdown();
            open.connections().close();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Running open = running;
            if (open == null) {
                throw Faults.misconfigured("连接器已停止。", "The connector has been stopped.");
            }
            boolean probe = Boolean.TRUE.equals(exchange.getProperty(ExchangeKeys.PROBE));
            Query query = probe
                    ? new Query("select 1 as alive", List.of(), Map.of())
                    : queries.named(exchange.getProperty(ExchangeKeys.PATH, String.class));
            Arguments arguments = probe ? new Arguments(Map.of()) : Arguments.of(exchange, query);
            open.threads().execute(() -> {
                run(open, exchange, query, arguments);
                callback.done(false);
            });
            return false;
        } catch (ConnectorFault fault) {
            exchange.setException(fault);
        } catch (RejectedExecutionException e) {
            exchange.setException(Faults.fault(
                    FaultCode.COUNTERPART_TIMEOUT,
                    "等待空闲连接的查询已满，请调大 maxConnections 或降低并发。",
                    "Too many queries wait for a free connection; raise maxConnections or lower the concurrency."));
        }
        callback.done(true);
        return true;
    }

    private void run(Running open, Exchange exchange, Query query, Arguments arguments) {
        AnswerSink sink = exchange.getProperty(ExchangeKeys.ANSWER_SINK, AnswerSink.class);
        try (Connection connection = open.connections().getConnection()) {
            try (Statement begin = connection.createStatement()) {
                begin.execute(database.beginReadOnly());
                answer(connection, query, arguments, new RowWriter(database.options(), sink));
            } finally {
                // The next query on this connection begins a transaction of its own, however this one ended.
                connection.rollback();
            }
            exchange.setProperty(ExchangeKeys.ANSWER_STATUS, SUCCESS);
            exchange.setProperty(ExchangeKeys.ANSWER_TYPE, "application/json");
        } catch (ConnectorFault fault) {
            exchange.setException(fault);
        } catch (SQLException e) {
            exchange.setException(Faults.of(e));
        } catch (RuntimeException e) {
            exchange.setException(Faults.fault(FaultCode.COUNTERPART_FAILED, "查询出错。", "The query failed."));
        }
    }

    private void answer(Connection connection, Query query, Arguments arguments, RowWriter writer)
            throws SQLException, ConnectorFault {
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setFetchSize(FETCH_ROWS);
            statement.setQueryTimeout((int) Math.max(1, (database.options().queryTimeoutMs() + MILLIS - 1) / MILLIS));
            for (int i = 0; i < query.order().size(); i++) {
                bind(statement, i + 1, query, query.order().get(i), arguments);
            }
            try (ResultSet rows = statement.executeQuery()) {
                writer.write(rows);
            }
        }
    }

    private static void bind(PreparedStatement statement, int at, Query query, String name, Arguments arguments)
            throws SQLException {
        int type = query.parameters().getOrDefault(name, ParameterType.STRING).sqlType();
        Object value = arguments.values().get(name);
        if (value == null) {
            statement.setNull(at, type);
        } else {
            statement.setObject(at, value, type);
        }
    }
}
