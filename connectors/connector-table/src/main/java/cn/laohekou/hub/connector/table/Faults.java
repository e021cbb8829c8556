package cn.laohekou.hub.connector.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The hub's words for what can go wrong. None of them repeats what a driver says: it may quote values. */
final class Faults {

    private Faults() {}

    static ConnectorFault misconfigured(String chinese, String english) {
        return new ConnectorFault(FaultCode.CONNECTOR_MISCONFIGURED, chinese + english);
    }

    /** Why no connection was opened. */
    static ConnectorFault connecting(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ConnectorFault fault) {
                return fault;
            }
            if (at instanceof SQLException sql && refusedUs(sql.getSQLState())) {
                return new ConnectorFault(
                        FaultCode.COUNTERPART_REFUSED,
                        "数据库拒绝了用户名、口令或库名。The database refused the user, the password or the database name.");
            }
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof SQLTransientConnectionException && cause.getCause() == null) {
            return new ConnectorFault(
                    FaultCode.COUNTERPART_TIMEOUT,
                    "连接池已满，请调大 maxConnections。All connections are in use; raise maxConnections.");
        }
        return new ConnectorFault(
                FaultCode.COUNTERPART_DOWN, "无法连接数据库，或连接中断。The database could not be reached or broke off.");
    }

    /** Class 28 of the SQL standard: invalid authorisation; 3D: no such database. */
    private static boolean refusedUs(@Nullable String state) {
        return state != null && (state.startsWith("28") || state.startsWith("3D"));
    }
}
