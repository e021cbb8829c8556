package cn.laohekou.hub.connector.http;

import static cn.laohekou.hub.connector.http.HttpFixture.fault;
import static cn.laohekou.hub.connector.http.HttpFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubHttpProxyTest {

    private static TestIdentity identity;

    private HttpFixture http;
    private ScriptedServer target;
    private ScriptedServer proxy;
    private final CollectingSink sink = new CollectingSink();

    @BeforeAll
    static void identify(@TempDir Path folder) throws Exception {
        identity = TestIdentity.of(folder, "counterpart", "counterpart.test");
    }

    @BeforeEach
    void start() throws Exception {
        http = new HttpFixture();
        target = new ScriptedServer(
                http.vertx,
                new NetServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(identity.certificate()))
                                .addKeyValue(Buffer.buffer(identity.key()))));
        target.answersJson("{\"ok\":true}");
        proxy = new ScriptedServer(http.vertx);
        proxy.does(new Tunnels());
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    @Test
    void aCallGoesThroughATunnelToTheCheckedAddressUnderTheCounterpartsOwnName() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        http.guard = (connector, host, port) -> {
            asked.add(host + ":" + port);
            return HttpFixture.loopback();
        };

        Exchange exchange = run(producer("proxyUsername", "hub", "proxyPassword", "pw"), http.get("a", sink));

        assertThat(exchange.getException()).isNull();
        assertThat(sink.text()).isEqualTo("{\"ok\":true}");
        assertThat(asked).containsExactlyInAnyOrder("counterpart.test:" + target.port(), "proxy.test:" + proxy.port());
        assertThat(proxy.requests().get(0))
                .startsWith("CONNECT 127.0.0.1:" + target.port() + " HTTP/1.1\r\n")
                .containsIgnoringCase("proxy-authorization: Basic aHViOnB3");
        assertThat(target.requests())
                .singleElement()
                .asString()
                .contains("host: counterpart.test:" + target.port())
                .doesNotContainIgnoringCase("proxy-");
    }

    @Test
    void aProxyOrATargetThatIsNotAllowedIsNotReached() throws Exception {
        for (String refused : List.of("proxy.test", "counterpart.test")) {
            http.guard = (connector, host, port) -> host.equals(refused)
                    ? CompletableFuture.failedFuture(new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "no"))
                    : HttpFixture.loopback();

            assertThat(fault(run(producer(), http.get("a", sink)))).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        }
        assertThat(proxy.connections()).isZero();
        assertThat(target.connections()).isZero();
    }

    @Test
    void aProxyThatRefusesIsACounterpartThatIsDown() throws Exception {
        proxy.does((socket, request) ->
                socket.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"));

        assertThat(fault(run(producer(), http.get("a", sink)))).isEqualTo(FaultCode.COUNTERPART_DOWN);
        assertThat(target.connections()).isZero();
    }

    @Test
    void whatAProxyCouldReadIsNotSentThroughIt() {
        HttpFixture.refusal(() -> http.producer("proxyUrl", "http://proxy.test:3128"))
                .hasMessageContaining("https");
        HttpFixture.refusal(() -> producer(
                        "authentication",
                        "oauth2",
                        "tokenUrl",
                        "http://a.test/t",
                        "clientId",
                        "a",
                        "clientSecret",
                        "b"))
                .hasMessageContaining("https");
        HttpFixture.refusal(() -> producer("proxyUrl", "https://proxy.test:3128"));
        HttpFixture.refusal(() -> producer("proxyUrl", "http://proxy.test/path"));
    }

    private AsyncProducer producer(Object... more) throws Exception {
        Object[] own = {
            "baseUrl", "https://counterpart.test:" + target.port(),
            "trustedCertificates", identity.certificate(),
            "proxyUrl", "http://proxy.test:" + proxy.port()
        };
        Object[] all = new Object[own.length + more.length];
        System.arraycopy(own, 0, all, 0, own.length);
        System.arraycopy(more, 0, all, own.length, more.length);
        return http.producer(all);
    }

    /** Joins each connection to the target after its CONNECT. */
    private final class Tunnels implements java.util.function.BiConsumer<NetSocket, String> {

        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public void accept(NetSocket socket, String request) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            http.vertx.createNetClient().connect(target.port(), "127.0.0.1").onSuccess(onward -> {
                onward.handler(socket::write);
                socket.handler(onward::write);
                socket.closeHandler(gone -> onward.close());
                onward.closeHandler(gone -> socket.close());
                socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
            });
        }
    }
}
