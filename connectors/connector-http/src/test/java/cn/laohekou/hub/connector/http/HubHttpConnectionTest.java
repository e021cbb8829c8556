package cn.laohekou.hub.connector.http;

import static cn.laohekou.hub.connector.http.HttpFixture.begin;
import static cn.laohekou.hub.connector.http.HttpFixture.fault;
import static cn.laohekou.hub.connector.http.HttpFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HubHttpConnectionTest {

    private HttpFixture http;
    private final CollectingSink sink = new CollectingSink();

    @BeforeEach
    void start() throws Exception {
        http = new HttpFixture();
        http.server.answersJson("{}");
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    @Test
    void connectionsAreKeptAndUsedAgain() throws Exception {
        AsyncProducer producer = http.producer();
        for (int i = 0; i < 20; i++) {
            assertThat(run(producer, http.get("a", sink)).getException()).isNull();
        }

        assertThat(http.server.requests()).hasSize(20);
        assertThat(http.server.connections()).isEqualTo(1);
    }

    @Test
    void aGuardsRefusalMeansNoConnection() throws Exception {
        http.guard = (connector, host, port) ->
                CompletableFuture.failedFuture(new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "not allowed"));
        Exchange exchange = run(http.producer(), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        assertThat(http.server.connections()).isZero();
    }

    @Test
    void theGuardIsAskedForEveryRequestWithConnectorHostAndPort() throws Exception {
        List<String> asked = new ArrayList<>();
        http.guard = (connector, host, port) -> {
            asked.add(connector + " " + host + " " + port);
            return HttpFixture.loopback();
        };
        AsyncProducer producer = http.producer();
        run(producer, http.get("a", sink));
        run(producer, http.get("a", sink));

        assertThat(asked).hasSize(2).containsOnly("civil-affairs counterpart.test " + http.server.port());
    }

    @Test
    void aRefusalAlsoStopsCallsOverAConnectionThatIsStillOpen() throws Exception {
        AsyncProducer producer = http.producer();
        run(producer, http.get("a", sink));
        http.guard = (connector, host, port) ->
                CompletableFuture.failedFuture(new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "not allowed"));
        Exchange exchange = run(producer, http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        assertThat(http.server.requests()).hasSize(1);
    }

    @Test
    void theConnectionGoesToTheAddressTheGuardReturnedWhateverTheNameSays() throws Exception {
        // "localhost" would resolve by itself; the guard sends each call to where it says, as after a DNS change.
        AtomicInteger calls = new AtomicInteger();
        http.guard = (connector, host, port) -> CompletableFuture.supplyAsync(() -> address(calls.getAndIncrement()));
        AsyncProducer producer =
                http.producer("baseUrl", "http://localhost:" + http.server.port() + "/v1", "connectTimeoutMs", 2_000);
        Exchange first = run(producer, http.get("a", sink));
        Exchange second = run(producer, http.get("a", sink));
        Exchange third = run(producer, http.get("a", sink));

        assertThat(first.getException()).isNull();
        assertThat(fault(second)).as("nobody listens on the second address").isEqualTo(FaultCode.COUNTERPART_DOWN);
        assertThat(third.getException()).isNull();
        assertThat(http.server.requests()).hasSize(2).allMatch(request -> request.contains("host: localhost:"));
    }

    @Test
    void aGuardThatNeverDecidesEndsInATimeout() throws Exception {
        http.guard = (connector, host, port) -> new CompletableFuture<>();
        Exchange exchange = run(http.producer("requestTimeoutMs", 100), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_TIMEOUT);
        assertThat(http.server.connections()).isZero();
    }

    @Test
    void aCounterpartThatNeverAnswersEndsInATimeoutAndLosesItsConnection() throws Exception {
        http.server.does((socket, request) -> {});
        Exchange exchange = run(http.producer("requestTimeoutMs", 200), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_TIMEOUT);
        await().until(() -> http.server.open() == 0);
    }

    @Test
    void aCounterpartThatDripsIsStoppedByTheLimitOfTheWholeCall() throws Exception {
        http.server.does((socket, request) -> {
            socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            http.vertx.setPeriodic(20, timer -> socket.write("1\r\nx\r\n"));
        });
        Exchange exchange = run(http.producer("requestTimeoutMs", 300), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_TIMEOUT);
        await().until(() -> http.server.open() == 0);
    }

    @Test
    void timedOutCallsGiveTheirPlaceInThePoolBack() throws Exception {
        AsyncProducer producer = http.producer("requestTimeoutMs", 300, "maxConnections", 1);
        http.server.does((socket, request) -> {});
        List<CompletableFuture<Exchange>> stuck = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stuck.add(begin(producer, http.get("a", sink)));
        }
        for (CompletableFuture<Exchange> call : stuck) {
            assertThat(fault(call.get(10, TimeUnit.SECONDS))).isEqualTo(FaultCode.COUNTERPART_TIMEOUT);
        }
        http.server.answersJson("{}");

        assertThat(run(producer, http.get("a", sink)).getException()).isNull();
    }

    @Test
    void callsBeyondThePoolAndItsQueueAreRefusedAtOnce() throws Exception {
        AsyncProducer producer = http.producer("maxConnections", 1, "requestTimeoutMs", 10_000);
        http.server.does((socket, request) -> {});
        List<CompletableFuture<Exchange>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(begin(producer, http.get("a", sink)));
        }

        await().until(() -> calls.stream().filter(CompletableFuture::isDone).count() >= 5);
        assertThat(calls)
                .filteredOn(CompletableFuture::isDone)
                .allSatisfy(call -> assertThat(fault(call.join())).isEqualTo(FaultCode.COUNTERPART_TIMEOUT));
        assertThat(http.server.connections()).isEqualTo(1);
    }

    @Test
    void noneListeningIsCounterpartDown() throws Exception {
        AsyncProducer producer = http.producer("baseUrl", "http://counterpart.test:" + closedPort());
        assertThat(fault(run(producer, http.get("a", sink)))).isEqualTo(FaultCode.COUNTERPART_DOWN);
    }

    @Test
    void stoppingTheProducerClosesItsConnections() throws Exception {
        AsyncProducer producer = http.producer();
        run(producer, http.get("a", sink));
        producer.stop();

        await().until(() -> http.server.open() == 0);
        assertThat(fault(run(producer, http.get("a", sink)))).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
    }

    @Test
    void aCallFromAnEventLoopStaysOnItsContext() throws Exception {
        AsyncProducer producer = http.producer();
        Context context = http.vertx.getOrCreateContext();
        CompletableFuture<Context> calledBackOn = new CompletableFuture<>();
        CompletableFuture<Thread> calledFrom = new CompletableFuture<>();
        CompletableFuture<Thread> calledBackFrom = new CompletableFuture<>();
        context.runOnContext(ignored -> {
            calledFrom.complete(Thread.currentThread());
            producer.process(http.get("a", sink), doneSync -> {
                calledBackOn.complete(Vertx.currentContext());
                calledBackFrom.complete(Thread.currentThread());
            });
        });

        assertThat(calledBackOn.get(10, TimeUnit.SECONDS)).isSameAs(context);
        assertThat(calledBackFrom.get(10, TimeUnit.SECONDS)).isSameAs(calledFrom.get(10, TimeUnit.SECONDS));
    }

    private static InetAddress address(int call) {
        try {
            return InetAddress.getByName(call == 1 ? "127.9.9.9" : "127.0.0.1");
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int closedPort() throws Exception {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
