package cn.laohekou.hub.connector.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Drivers open sockets only to the address that was checked right before. */
class GuardedConnectionTest {

    private static GuardedDataSource source(int port, String product, OutgoingGuard guard) throws ConnectorFault {
        String url = "jdbc:" + product + "://name.that.resolves.nowhere.invalid:" + port + "/front";
        TableOptions options = new TableOptions("police", url, "u", "p", "none", "", 1, 1000, 1000, 100, 0, 0, "");
        JdbcAddress address = JdbcAddress.parse(url);
        return new GuardedDataSource(options, address, new Drivers(null).of(address.to("h")), guard);
    }

    @Test
    void aDriverConnectsToTheCheckedAddressWhateverItsNameMeans() throws Exception {
        for (String product : new String[] {"postgresql", "mariadb"}) {
            try (ServerSocket database = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                CompletableFuture<Boolean> reached = CompletableFuture.supplyAsync(() -> {
                    try (Socket caller = database.accept()) {
                        return caller.getInetAddress().isLoopbackAddress();
                    } catch (IOException e) {
                        return false;
                    }
                });
                GuardedDataSource source = source(
                        database.getLocalPort(),
                        product,
                        (connector, host, port) -> CompletableFuture.completedFuture(InetAddress.getLoopbackAddress()));

                // It is no database and hangs up.
                assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);
                assertThat(reached.get(20, TimeUnit.SECONDS)).as(product).isTrue();
            }
        }
    }

    @Test
    void anAddressThatIsNotAllowedIsNeverConnectedTo() throws Exception {
        try (ServerSocket database = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            database.setSoTimeout(1);
            GuardedDataSource source = source(
                    database.getLocalPort(),
                    "postgresql",
                    (connector, host, port) -> CompletableFuture.failedFuture(
                            new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "not allowed")));

            assertThatThrownBy(source::getConnection)
                    .isInstanceOf(SQLException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            ConnectorFault.class,
                            fault -> assertThat(fault.code()).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED));
            assertThatThrownBy(database::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void withoutACheckedAddressNoSocketIsOpened() {
        assertThatThrownBy(() -> new PinnedSocketFactory().createSocket()).isInstanceOf(IOException.class);
    }
}
