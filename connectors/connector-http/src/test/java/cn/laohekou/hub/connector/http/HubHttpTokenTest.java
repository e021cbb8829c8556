package cn.laohekou.hub.connector.http;

import static cn.laohekou.hub.connector.http.HttpFixture.fault;
import static cn.laohekou.hub.connector.http.HttpFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HubHttpTokenTest {

    private HttpFixture http;
    private ScriptedServer authority;
    private final CollectingSink sink = new CollectingSink();

    @BeforeEach
    void start() throws Exception {
        http = new HttpFixture();
        authority = new ScriptedServer(http.vertx);
        authority.answersJson("{\"access_token\":\"t-1\",\"expires_in\":3600}");
        http.server.answersJson("{}");
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    @Test
    void aTokenServesManyCalls() throws Exception {
        AsyncProducer producer = producer();
        run(producer, http.get("a", sink));
        run(producer, http.get("b", sink));

        assertThat(authority.requests()).hasSize(1);
        assertThat(http.server.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(lower(request)).contains("authorization: bearer t-1"));
    }

    @Test
    void theTokenEndpointIsAskedForByTheGuardLikeAnyOtherAddress() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        http.guard = (connector, host, port) -> {
            asked.add(connector + " " + host + " " + port);
            return host.equals("authority.test")
                    ? CompletableFuture.failedFuture(new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "no"))
                    : HttpFixture.loopback();
        };

        Exchange exchange = run(producer(), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        assertThat(asked).containsExactly("civil-affairs authority.test " + authority.port());
        assertThat(authority.requests()).isEmpty();
        assertThat(http.server.requests()).isEmpty();
    }

    @Test
    void aRedirectOfTheTokenEndpointIsNotFollowed() throws Exception {
        authority.answers("302 Found", Map.of("Location", "http://127.0.0.1/"), new byte[0]);

        assertThat(fault(run(producer(), http.get("a", sink)))).isEqualTo(FaultCode.COUNTERPART_BAD_ANSWER);
        assertThat(http.server.requests()).isEmpty();
    }

    @Test
    void aHugeTokenAnswerIsCutOff() throws Exception {
        authority.answers("200 OK", Map.of(), "x".repeat(70_000).getBytes(StandardCharsets.UTF_8));

        assertThat(fault(run(producer(), http.get("a", sink)))).isEqualTo(FaultCode.COUNTERPART_OVERSIZED);
        assertThat(http.server.requests()).isEmpty();
    }

    @Test
    void aTokenEndpointThatNeverAnswersEndsWithTheCallsTimeOut() throws Exception {
        authority.does((socket, request) -> {});

        assertThat(fault(run(producer("requestTimeoutMs", 200), http.get("a", sink))))
                .isEqualTo(FaultCode.COUNTERPART_TIMEOUT);
        assertThat(http.server.requests()).isEmpty();
    }

    @Test
    void withoutACompleteClientThereIsNoRoute() {
        HttpFixture.refusal(() -> producer("clientSecret", ""));
        HttpFixture.refusal(() -> producer("clientAuthentication", "none"));
        HttpFixture.refusal(() -> producer("tokenUrl", ""));
        HttpFixture.refusal(() -> producer("tokenUrl", "http://u:s3cr3t@a/")).hasMessageNotContaining("s3cr3t");
    }

    private AsyncProducer producer(Object... more) throws Exception {
        Object[] all = new Object[8 + more.length];
        System.arraycopy(
                new Object[] {
                    "authentication", "oauth2",
                    "tokenUrl", "http://authority.test:" + authority.port() + "/token",
                    "clientId", "hub",
                    "clientSecret", "s3cr3t"
                },
                0,
                all,
                0,
                8);
        System.arraycopy(more, 0, all, 8, more.length);
        return http.producer(all);
    }

    private static String lower(String request) {
        return request.toLowerCase(Locale.ROOT);
    }
}
