package cn.laohekou.hub.runtime.evidence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** A connection for management changes that cannot end the transaction it is in. */
final class WorkConnection {

    private static final Set<String> REFUSED = Set.of("commit", "close", "abort", "setAutoCommit", "unwrap");

    private WorkConnection() {}

    static Connection inside(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                WorkConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, given) -> {
                    Object[] arguments = given == null ? new Object[0] : given;
                    boolean rollback = method.getName().equals("rollback") && arguments.length == 0;
                    if (rollback || REFUSED.contains(method.getName())) {
                        throw new SQLException(
                                "The transaction belongs to the ledger; throw to roll back: " + method.getName());
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }
}
