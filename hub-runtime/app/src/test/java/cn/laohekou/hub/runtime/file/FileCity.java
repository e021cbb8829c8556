package cn.laohekou.hub.runtime.file;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.APPLICATION;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.RESOURCE;

import cn.laohekou.hub.runtime.alert.AlertStore;
import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.epoch.EpochLease;
import cn.laohekou.hub.runtime.epoch.TestLease;
import cn.laohekou.hub.runtime.evidence.QuotaCounts;
import cn.laohekou.hub.runtime.exchange.ServiceKeyring;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import org.awaitility.Awaitility;

/** A provider's folder, a consumer's folder, and a hub between them over a real database and ledger. */
@SuppressWarnings("try") // a test that is interrupted while it closes has failed anyway
final class FileCity implements AutoCloseable {

    static final String WHOLE = "'fields':[{'name':'file','path':'file'}]";

    final RegistryFixture fixture = new RegistryFixture();
    final Path out;
    final Path in;
    final FolderWays ways;
    final TransferStore store;
    final Quarantine quarantine;
    final AlertStore alertStore;
    final Alerts alerts;
    final Parts parts;
    final SoftwareKeyService keys = new SoftwareKeyService(MasterKey.of(new byte[MasterKey.BYTES]));
    private FileTransfers running;

    /**
     * @param home an empty folder
     * @param file the resource's object {@code file}
     * @param fields its fields, from {@code 'fields'} on
     * @param granted names of the granted fields
     */
    FileCity(Path home, String file, String fields, String granted) throws Exception {
        out = Files.createDirectories(home.resolve("out"));
        in = Files.createDirectories(home.resolve("in"));
        ways = new FolderWays(Map.of("civil-files", out, "city-inbox", in));
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-files", CONNECTOR);
        fixture.approved(CITY_OPERATOR, ObjectKind.CONNECTOR, "city-inbox", CONNECTOR);
        fixture.approved(
                CIVIL,
                ObjectKind.RESOURCE,
                "resident-files",
                RESOURCE.replaceFirst(
                                "'operations':.*?,'catalogue'",
                                Matcher.quoteReplacement(
                                        "'pattern':'FILE','file':{" + file + "}," + fields + ",'catalogue'"))
                        .replace("civil-address", "civil-files"));
        grant(granted);
        store = new TransferStore(fixture.runtime);
        quarantine = new Quarantine(home.resolve("quarantine"), fixture.runtime, keys, Clock.systemUTC());
        alertStore = new AlertStore(fixture.runtime, fixture.registry.changes());
        alerts = new Alerts(alertStore, Clock.systemUTC());
        EpochLease lease = TestLease.over(this::epoch);
        fixture.registry
                .state()
                .addListener(snapshot -> lease.raised(snapshot.policy().epoch()));
        parts = new Parts(
                store,
                ways,
                fixture.registry.state(),
                lease,
                new Publications(lease),
                fixture.ledger(),
                new EvidenceKeys(keys),
                new ServiceKeyring(keys, system -> List.of(), Clock.systemUTC()),
                new QuotaCounts(fixture.runtime),
                quarantine,
                Buffers.CHUNK,
                Clock.systemUTC());
        running = node();
    }

    private long epoch() {
        try {
            return fixture.epoch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void grant(String fields) throws Exception {
        fixture.approved(
                CITY_OPERATOR,
                ObjectKind.GRANT,
                "city-residents",
                RegistryFixture.grant(APPLICATION + ",'conditions':{'delivery':{'connector':'city-inbox'}}")
                        .replace("standard-address", "resident-files")
                        .replaceFirst("'operations':\\[[^]]*\\]", "'operations':['files']")
                        .replaceFirst("'fields':\\[[^]]*\\]", "'fields':[" + fields + "]"));
    }

    private FileTransfers node() {
        return new FileTransfers(parts, alerts, "node-1", Duration.ofMillis(1));
    }

    void start() {
        running.start();
    }

    /** The node is gone in the middle of what it did; another takes its place. */
    void startAfterACrash() {
        running.close();
        ways.done.clear();
        running = node();
        running.start();
    }

    void crash() {
        running.close();
    }

    /** Waits until the one transfer is in a state. */
    Transfer reaches(TransferState state) {
        return reaches(1, state).get(0);
    }

    /** Waits until so many transfers are on record and the newest is in a state; the newest first. */
    List<Transfer> reaches(int count, TransferState state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> all().size() == count && all().get(0).state() == state);
        return all();
    }

    List<Transfer> all() {
        try {
            return store.list(null, null, null, 100);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Intents on record. */
    long intents() throws SQLException {
        return fixture.number("SELECT count(*) FROM ledger.record WHERE kind = 1");
    }

    long intents(UUID exchange) throws SQLException {
        return fixture.number("SELECT count(*) FROM ledger.record WHERE kind = 1 AND exchange = '" + exchange + "'");
    }

    /** Names in the consumer's folder, temporary ones included. */
    List<String> delivered() throws Exception {
        try (var files = Files.list(in)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void close() throws Exception {
        running.close();
        ways.close();
        fixture.close();
    }
}
