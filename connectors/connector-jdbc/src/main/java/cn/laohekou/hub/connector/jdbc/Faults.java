package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/** The hub's words for what can go wrong. A driver's own sentence is never passed on: it may quote SQL and values. */
final class Faults {

    /** SQLSTATE classes and codes, ISO 9075-2, 24.1, and PostgreSQL's appendix A. */
    private static final String CONNECTION = "08";

    private static final String AUTHORISATION = "28";
    private static final String DATA = "22";
    private static final String SYNTAX_OR_ACCESS = "42";
    private static final String NO_PRIVILEGE = "42501";
    private static final String READ_ONLY = "25006";
    private static final String CANCELLED = "57014";
    private static final String NO_SUCH_DATABASE = "3D000";

    private Faults() {}

    static ConnectorFault misconfigured(String chinese, String english) {
        return fault(FaultCode.CONNECTOR_MISCONFIGURED, chinese, english);
    }

    static ConnectorFault fault(FaultCode code, String chinese, String english) {
        return new ConnectorFault(code, chinese + english);
    }

    static ConnectorFault timedOut() {
        return fault(FaultCode.COUNTERPART_TIMEOUT, "数据库未在时限内答完。", "The database did not answer within the time-out.");
    }

    /** Reads what a driver threw. */
    static ConnectorFault of(SQLException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedAddress refused) {
                return refused.fault();
            }
        }
        if (thrown instanceof SQLTimeoutException) {
            return timedOut();
        }
        return byState(thrown.getSQLState());
    }

    private static ConnectorFault byState(@Nullable String given) {
        String state = given == null ? "" : given;
        if (state.equals(CANCELLED)) {
            return timedOut();
        }
        if (state.startsWith(CONNECTION) || state.isEmpty()) {
            return fault(FaultCode.COUNTERPART_DOWN, "无法连接数据库，或连接中断。", "The database cannot be reached, or broke off.");
        }
        if (state.startsWith(AUTHORISATION) || state.equals(NO_PRIVILEGE)) {
            return fault(
                    FaultCode.COUNTERPART_REFUSED,
                    "数据库拒绝了用户、口令或权限。",
                    "The database refused the user, the password or the privilege.");
        }
        if (state.equals(READ_ONLY)) {
            return misconfigured(
                    "查询试图写入，已在只读事务中被拒绝。", "The query tried to write and was refused in its read-only transaction.");
        }
        if (state.startsWith(SYNTAX_OR_ACCESS) || state.equals(NO_SUCH_DATABASE)) {
            return misconfigured(
                    "查询或库名与数据库不符（SQLSTATE " + state + "），请核对表、列与语法。",
                    "The query or the database's name does not fit (SQLSTATE " + state
                            + "); check tables, columns and syntax.");
        }
        if (state.startsWith(DATA)) {
            return fault(
                    FaultCode.COUNTERPART_REFUSED,
                    "数据库不接受参数的取值（SQLSTATE " + state + "）。",
                    "The database does not accept a parameter's value (SQLSTATE " + state + ").");
        }
        return fault(
                FaultCode.COUNTERPART_FAILED,
                "数据库出错（SQLSTATE " + state + "）。",
                "The database failed (SQLSTATE " + state + ").");
    }
}
