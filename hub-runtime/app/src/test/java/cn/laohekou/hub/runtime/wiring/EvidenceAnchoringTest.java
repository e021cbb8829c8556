package cn.laohekou.hub.runtime.wiring;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.alert.AlertStore;
import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.evidence.JdbcCheckpointStore;
import cn.laohekou.hub.runtime.evidence.JdbcEvidenceStore;
import cn.laohekou.hub.runtime.evidence.WriterConnections;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.evidence.CheckpointFile;
import cn.laohekou.hub.security.evidence.Checkpoints;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The setting chooses the outside party; its answer stands in the chain, and its refusal is an alert. */
class EvidenceAnchoringTest {

    /** DER of the object identifiers of SHA-256 (2.16.840.1.101.3.4.2.1) and SM3 (1.2.156.10197.1.401). */
    private static final String SHA256 = "0609608648016503040201";

    private static final String SM3 = "06082a811ccf55018311";

    @TempDir
    private Path folder;

    private RegistryFixture fixture;
    private Ledger ledger;
    private Checkpoints checkpoints;
    private Alerts alerts;
    private AlertStore store;
    private HttpServer party;
    private volatile int status = 201;
    private volatile String type = "";
    private volatile byte[] received = new byte[0];

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture();
        PGSimpleDataSource runtime = (PGSimpleDataSource) fixture.runtime;
        ledger = new Ledger(
                new JdbcEvidenceStore(WriterConnections.to(
                        Objects.requireNonNull(runtime.getUrl()), runtime.getUser(), runtime.getPassword())),
                LedgerSettings.of("node-2", "test"),
                Clock.systemUTC());
        ledger.start();
        checkpoints = new Checkpoints(
                new JdbcCheckpointStore(fixture.runtime),
                new CheckpointFile(folder.resolve("checkpoints.jsonl")),
                Clock.systemUTC());
        store = new AlertStore(fixture.runtime, fixture.registry.changes());
        alerts = new Alerts(store, Clock.systemUTC());
        party = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        party.createContext("/", exchange -> {
            type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            received = exchange.getRequestBody().readAllBytes();
            byte[] answer = "{\"block\":7}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 201 ? answer.length : -1);
            if (status == 201) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        party.start();
    }

    @AfterEach
    void stop() throws Exception {
        party.stop(0);
        ledger.close();
        fixture.close();
    }

    private EvidenceAnchoring anchoring(@Nullable String named) {
        return new EvidenceAnchoring(Optional.ofNullable(named), ledger, fixture.runtime, alerts, Clock.systemUTC());
    }

    private String address() {
        return "http://127.0.0.1:" + party.getAddress().getPort() + "/";
    }

    private String checkpoint() throws Exception {
        return Objects.requireNonNull(checkpoints.take()).line();
    }

    private void assertOnRecord(String kind) throws SQLException {
        assertThat(fixture.number("SELECT count(*) FROM ledger.anchor WHERE kind = '" + kind + "'"))
                .isEqualTo(1);
        Awaitility.await()
                .untilAsserted(() -> assertThat(fixture.number(
                                "SELECT count(*) FROM ledger.record WHERE kind = 8 AND node = 'node-2' AND position('"
                                        + kind + "' in convert_from(body, 'UTF8')) > 0"))
                        .isEqualTo(1));
    }

    private List<String> open() {
        alerts.flush();
        return store.list(SECURITY, false).stream()
                .map(alert ->
                        alert.path("kind").asText() + " " + alert.path("key").asText())
                .toList();
    }

    @Test
    void aFileGetsTheCheckpointAndTheChainSaysSo() throws Exception {
        Path file = folder.resolve("elsewhere").resolve("anchors.jsonl");
        String line = checkpoint();

        anchoring("file:" + file).turn();

        assertThat(Files.readString(file).strip()).isEqualTo(line.strip());
        assertOnRecord("file");
        assertThat(open()).isEmpty();
    }

    @Test
    void aNotaryGetsTheCheckpointAndItsReceiptIsKept() throws Exception {
        String line = checkpoint();

        anchoring("notary:" + address()).turn();

        assertThat(json(new String(received, StandardCharsets.UTF_8))
                        .path("checkpoint")
                        .asText())
                .isEqualTo(line);
        assertOnRecord("notary");
        assertThat(fixture.number("SELECT count(*) FROM ledger.anchor"
                        + " WHERE convert_from(receipt, 'UTF8') = '{\"block\":7}'"))
                .isEqualTo(1);
    }

    @Test
    void aTimeStampAuthorityIsAskedInItsOwnLanguageAndWithTheDigestTheSettingNames() throws Exception {
        status = 503;
        String line = checkpoint();

        anchoring("rfc3161:" + address()).turn();
        assertThat(type).isEqualTo("application/timestamp-query");
        assertThat(HexFormat.of().formatHex(received)).contains(SHA256).doesNotContain(SM3);
        assertThat(new String(received, StandardCharsets.ISO_8859_1)).doesNotContain(line);

        anchoring("rfc3161-sm3:" + address()).turn();
        assertThat(HexFormat.of().formatHex(received)).contains(SM3).doesNotContain(SHA256);
    }

    @Test
    void aPartyThatDoesNotTakeItRaisesAnAlertThatTheNextSuccessClears() throws Exception {
        status = 503;
        checkpoint();
        EvidenceAnchoring anchoring = anchoring("notary:" + address());

        anchoring.turn();
        anchoring.turn();
        assertThat(open()).containsExactly("EVIDENCE_NOT_ANCHORED node-2");
        assertThat(fixture.number("SELECT count(*) FROM ledger.anchor")).isZero();
        assertThat(fixture.number("SELECT count(*) FROM ledger.record WHERE kind = 8"))
                .isZero();

        status = 201;
        anchoring.turn();
        assertThat(open()).isEmpty();
        assertOnRecord("notary");
    }

    @Test
    void withoutAPartyNothingIsSentAnywhere() throws Exception {
        checkpoint();

        anchoring(null).turn();

        assertThat(received).isEmpty();
        assertThat(fixture.number("SELECT count(*) FROM ledger.anchor")).isZero();
        assertThat(open()).isEmpty();
    }
}
