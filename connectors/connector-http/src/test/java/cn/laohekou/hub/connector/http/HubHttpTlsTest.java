package cn.laohekou.hub.connector.http;

import static cn.laohekou.hub.connector.http.HttpFixture.fault;
import static cn.laohekou.hub.connector.http.HttpFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.FaultCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubHttpTlsTest {

    private static TestIdentity counterpart;
    private static TestIdentity hub;
    private static TestIdentity stranger;
    private static HttpFixture http;
    private static ScriptedServer server;

    private final CollectingSink sink = new CollectingSink();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        counterpart = TestIdentity.of(folder, "counterpart", "counterpart.test");
        hub = TestIdentity.of(folder, "hub", "hub.test");
        stranger = TestIdentity.of(folder, "stranger", "stranger.test");
        http = new HttpFixture();
        server = new ScriptedServer(
                http.vertx,
                new NetServerOptions()
                        .setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(counterpart.certificate()))
                                .addKeyValue(Buffer.buffer(counterpart.key())))
                        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(hub.certificate()))));
        server.answersJson("{\"ok\":true}");
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
    }

    @Test
    void theHubProvesItselfWithItsOwnCertificate() throws Exception {
        Exchange exchange = call("counterpart.test", hub, counterpart.certificate(), true);

        assertThat(exchange.getException()).isNull();
        assertThat(sink.text()).isEqualTo("{\"ok\":true}");
    }

    @Test
    void aClientCertificateTheCounterpartDoesNotKnowGetsNothing() throws Exception {
        assertDown(call("counterpart.test", stranger, counterpart.certificate(), true));
    }

    @Test
    void aCounterpartWithACertificateNobodyTrustsIsNotCalled() throws Exception {
        assertDown(call("counterpart.test", hub, stranger.certificate(), true));
        assertDown(call("counterpart.test", hub, "", true));
    }

    @Test
    void aCertificateForAnotherHostIsRefusedUnlessTheSettingSaysOtherwise() throws Exception {
        assertDown(call("other.test", hub, counterpart.certificate(), true));

        assertThat(call("other.test", hub, counterpart.certificate(), false).getException())
                .isNull();
    }

    @Test
    void aKeyOrCertificateThatCannotBeReadStopsTheStartWithoutBeingQuoted() {
        TestIdentity broken =
                new TestIdentity(hub.certificate(), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");
        assertThatThrownBy(() -> call("counterpart.test", broken, counterpart.certificate(), true))
                .hasMessageContaining("clientKey")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> call("counterpart.test", hub, "no certificate", true))
                .hasMessageContaining("trustedCertificates");
        assertThatThrownBy(() -> call("counterpart.test", new TestIdentity("", ""), counterpart.certificate(), true))
                .hasMessageContaining("clientCertificate");
    }

    private Exchange call(String host, TestIdentity identity, String trusted, boolean verify) throws Exception {
        return run(
                http.producer(
                        "baseUrl",
                        "https://" + host + ":" + server.port(),
                        "authentication",
                        "mtls",
                        "clientCertificate",
                        identity.certificate(),
                        "clientKey",
                        identity.key(),
                        "trustedCertificates",
                        trusted,
                        "verifyHostname",
                        verify),
                http.get("a", sink));
    }

    private void assertDown(Exchange exchange) {
        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_DOWN);
        assertThat(sink.size()).isZero();
    }
}
