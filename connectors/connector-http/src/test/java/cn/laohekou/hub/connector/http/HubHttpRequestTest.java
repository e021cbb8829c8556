package cn.laohekou.hub.connector.http;

import static cn.laohekou.hub.connector.http.HttpFixture.fault;
import static cn.laohekou.hub.connector.http.HttpFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubHttpRequestTest {

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
    void aRequestCarriesNothingButWhatTheConnectorSays() throws Exception {
        Exchange exchange = http.exchange("GET", "towns/1", "page=2", sink);
        exchange.setProperty(ExchangeKeys.EXCHANGE_ID, "0198c0de-0000-7000-8000-000000000001");
        exchange.getMessage().setHeader("X-Caller", "secret");
        exchange.getMessage().setHeader("CamelHttpUri", "http://127.0.0.1:1/");
        run(http.producer(), exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(http.server.requests())
                .singleElement()
                .asString()
                .isEqualTo("GET /v1/towns/1?page=2 HTTP/1.1\r\n"
                        + "Accept: application/json\r\n"
                        + "Hub-Exchange-Id: 0198c0de-0000-7000-8000-000000000001\r\n"
                        + "host: counterpart.test:" + http.server.port() + "\r\n\r\n");
    }

    @Test
    void aBodyIsSentAsJsonWithItsLength() throws Exception {
        Exchange exchange = http.exchange("POST", "persons/search", "", sink);
        exchange.getMessage().setBody("{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        run(http.producer(), exchange);

        assertThat(http.server.requests())
                .singleElement()
                .asString()
                .contains(
                        "POST /v1/persons/search HTTP/1.1",
                        "Content-Length: 7".toLowerCase(java.util.Locale.ROOT),
                        "content-type: application/json")
                .endsWith("\r\n\r\n{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "a/../b",
                "a/%2e%2e/b",
                "a/%2E./b",
                "./a",
                "a//b",
                "/a",
                "a%2fb",
                "a%5Cb",
                "a\\b",
                "a%00b",
                "a%0d%0ab",
                "a\r\nX: y",
                "a b",
                "a?b",
                "a#b",
                "a%zz",
                "a%2",
                "村",
                "http://other/"
            })
    void aPathThatTwoPartiesCouldReadDifferentlyIsNeverSent(String path) throws Exception {
        Exchange exchange = run(http.producer(), http.get(path, sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(http.server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=b c", "a=b#c", "a=\r\nX: y", "a=村", "a=%2", "a=\u0000"})
    void aQueryWithForbiddenCharactersIsNeverSent(String query) throws Exception {
        Exchange exchange = run(http.producer(), http.exchange("GET", "a", query, sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(http.server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "get", "GET / HTTP/1.1\r\nX: y", ""})
    void aMethodNobodyMayDeclareIsNeverSent(String method) throws Exception {
        Exchange exchange = run(http.producer(), http.exchange(method, "a", "", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(http.server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad\r\nX: y", "UPPER", "00-zz\n"})
    void anIdThatIsNoIdIsLeftOut(String id) throws Exception {
        Exchange exchange = http.get("a", sink);
        exchange.setProperty(ExchangeKeys.EXCHANGE_ID, id);
        exchange.setProperty(ExchangeKeys.TRACE_PARENT, id);
        run(http.producer(), exchange);

        assertThat(http.server.requests().get(0).toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("hub-exchange-id", "traceparent", "x: y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\nb", "值", "", "a\u0000"})
    void aHeaderValueThatCouldStartAnotherHeaderIsRefused(String value) {
        assertMisconfigured("headers", Map.of("X-Test", value));
        assertMisconfigured("authentication", "apiKey", "apiKeyHeader", "X-Key", "apiKey", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X Y",
                "X:Y",
                "X\r\nY",
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Hub-Exchange-Id",
                "Proxy-Authorization",
                "值"
            })
    void aHeaderNameThatSteersTheConnectionOrBelongsToTheHubIsRefused(String name) {
        assertMisconfigured("headers", Map.of(name, "x"));
        assertMisconfigured("authentication", "apiKey", "apiKeyHeader", name, "apiKey", "x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://host/",
                "file:///etc/passwd",
                "//host",
                "http://",
                "http://user:pw@host/",
                "http://host/?a=b",
                "http://host/#a",
                "http://host:99999/",
                "http://host/a/../b",
                "http://ho st/",
                "{{env:PATH}}"
            })
    void aBaseAddressThatIsNoneIsRefused(String baseUrl) {
        assertMisconfigured("baseUrl", baseUrl);
    }

    @Test
    void unusableOptionsAreRefusedWhenTheRouteStarts() {
        assertMisconfigured("authentication", "magic");
        assertMisconfigured("authentication", "basic", "username", "with:colon");
        assertMisconfigured("authentication", "basic");
        assertMisconfigured("authentication", "mtls");
        assertMisconfigured("probeMethod", "DELETE");
        assertMisconfigured("probePath", "../admin");
        assertMisconfigured("requestTimeoutMs", 0);
        assertThatThrownBy(() -> http.producer("unknownOption", "x")).hasMessageContaining("unknownOption");
    }

    @Test
    void aHeaderIsNeverSentTwice() throws Exception {
        run(http.producer("headers", Map.of("accept", "application/geo+json")), http.get("a", sink));

        assertThat(http.server.requests())
                .singleElement()
                .asString()
                .containsOnlyOnce("ccept: ")
                .contains("accept: application/geo+json");
        http.server.requests().clear();
        assertMisconfigured("headers", Map.of("X-A", "1", "x-a", "2"));
        assertMisconfigured(
                "headers", Map.of("X-Key", "1"), "authentication", "apiKey", "apiKeyHeader", "x-key", "apiKey", "2");
    }

    @Test
    void credentialsBelongIntoTheSecretSettings() {
        assertMisconfigured("headers", Map.of("Authorization", "Bearer x"));
        assertMisconfigured("headers", Map.of("cookie", "a=b"));
    }

    @Test
    void aMisconfigurationNeverRepeatsTheSetting() {
        assertThatThrownBy(() -> http.producer("authentication", "apiKey", "apiKeyHeader", "X", "apiKey", "s3cr3t\n"))
                .isInstanceOf(ConnectorFault.class)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void withoutAGuardThereIsNoRoute() throws Exception {
        try (org.apache.camel.impl.DefaultCamelContext bare = new org.apache.camel.impl.DefaultCamelContext()) {
            bare.start();
            assertThatThrownBy(() ->
                            bare.getEndpoint("hub-http:x?baseUrl=http://a.test").createProducer())
                    .hasMessageContaining("hubOutgoingGuard");
        }
    }

    @Test
    void aProbeAsksItsOwnPathAndSendsNothingElse() throws Exception {
        Exchange exchange = http.exchange("POST", "persons/search", "id=1", sink);
        exchange.setProperty(ExchangeKeys.PROBE, true);
        exchange.getMessage().setBody("secret");
        run(http.producer("probePath", "health?deep=1"), exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(http.server.requests())
                .singleElement()
                .asString()
                .startsWith("GET /v1/health?deep=1 HTTP/1.1\r\n")
                .doesNotContain("secret");
    }

    private void assertMisconfigured(Object... settings) {
        assertThatThrownBy(() -> http.producer(settings))
                .as(String.valueOf(settings[0]))
                .extracting(thrown -> thrown instanceof ConnectorFault ? thrown : thrown.getCause())
                .isInstanceOfSatisfying(
                        ConnectorFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED));
        assertThat(http.server.requests()).isEmpty();
    }
}
