package cn.laohekou.hub.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.laohekou.hub.runtime.syslog.AuditForwarder;
import cn.laohekou.hub.runtime.syslog.LogStream;
import cn.laohekou.hub.runtime.syslog.SyslogLog;
import cn.laohekou.hub.runtime.syslog.SyslogServer;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Audit;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.ManagementWork.Result;
import cn.laohekou.hub.security.evidence.Refusal;
import cn.laohekou.hub.security.evidence.RefusalCounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audit records and logs on their way to a real TLS receiver, from a real ledger. */
final class SyslogTest {

    /** RFC 5424, section 6: header, then structured data. */
    private static final String HEADER =
            "<\\d{1,3}>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z node-1 laohekou-hub";

    private static final Duration SETTLED = Duration.ofSeconds(6);

    private static TestDatabase database;
    private static KeyStore server;
    private static KeyStore hub;
    private static KeyStore stranger;
    private static KeyStore elsewhere;

    private final Moving clock = new Moving();
    private Ledger ledger;
    private TlsReceiver receiver;

    @BeforeAll
    static void create(@TempDir Path folder) throws Exception {
        database = TestDatabase.fresh();
        database.execute("CREATE TABLE registry.thing (name text PRIMARY KEY)");
        database.execute("GRANT ALL ON registry.thing TO hub_runtime");
        server = TlsReceiver.identity(folder, "server", "ip:127.0.0.1");
        hub = TlsReceiver.identity(folder, "hub", "dns:hub");
        stranger = TlsReceiver.identity(folder, "stranger", "ip:127.0.0.1");
        elsewhere = TlsReceiver.identity(folder, "elsewhere", "dns:other.example");
    }

    @BeforeEach
    void start() throws Exception {
        database.reset();
        database.execute("TRUNCATE registry.thing; TRUNCATE registry.syslog_position");
        ledger = new Ledger(
                new JdbcEvidenceStore(database.writer()), LedgerSettings.of("node-1", "test"), Clock.systemUTC());
        ledger.start();
        receiver = new TlsReceiver(TlsReceiver.context(server, hub), false);
    }

    @AfterEach
    void stop() throws Exception {
        ledger.close();
        receiver.close();
    }

    @Test
    void auditRecordsAndRefusalsArriveInOrderAndSayWhoDidWhatButNeverValues() throws Exception {
        audit("a\"b]c\\d");
        ledger.append(Samples.intent(new UUID(1, 1), 1)).get();
        refusal(7);
        ledger.append(EvidenceEntry.of(new RefusalCounts(
                        Instant.now(),
                        Instant.parse("2026-11-28T08:00:00Z"),
                        List.of(
                                new RefusalCounts.Count("10.0.0.0/16", "TOKEN_MISSING", 3),
                                new RefusalCounts.Count("10.1.0.0/16", "TOKEN_EXPIRED", 4)))))
                .get();
        AuditForwarder forwarder = forwarder(receiver, server);

        assertThat(forwarder.turn()).isFalse();

        await().until(() -> receiver.received().size() == 5);
        assertThat(receiver.received()).allMatch(message -> message.matches(HEADER + " - [a-z-]+ \\[hub@32473 .*\\]"));
        assertThat(receiver.received().get(0)).contains(" - start [", "version=\"test\"");
        assertThat(receiver.received().get(1))
                .startsWith("<109>1 ")
                .contains(" - audit [hub@32473 batch=\"2\" record=\"0\" action=\"grant.revoke\"")
                .contains("user=\"security\"", "roles=\"security-administrator\"", "network=\"127.0.0.1\"")
                .contains("objectName=\"a\\\"b\\]c\\\\d\"")
                .doesNotContain("active", "revoked");
        assertThat(receiver.received().get(2))
                .startsWith("<108>1 ")
                .contains(" - refusal [", "code=\"PURPOSE_NOT_GRANTED\"", "system=\"city-operation-centre\"")
                .doesNotContain("personDigest");
        assertThat(receiver.received().get(3)).contains("reason=\"TOKEN_MISSING\"", "count=\"3\"");
        assertThat(receiver.received().get(4)).contains("reason=\"TOKEN_EXPIRED\"", "count=\"4\"");
        assertThat(receiver.broken()).isEmpty();
    }

    @Test
    void anOutageDelaysAuditRecordsAndNothingElse() throws Exception {
        AuditForwarder forwarder = forwarder(receiver, server);
        forwarder.turn();
        receiver.down(true);
        assertThat(ledger.append(Samples.intent(new UUID(1, 1), 1)).get()).isNotNull();
        IntStream.range(0, 5).forEach(this::refusal);
        fails(forwarder);
        clock.forward(Duration.ofMinutes(2));
        assertThatThrownBy(forwarder::turn).isInstanceOf(IOException.class);
        assertThat(forwarder.lag()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));

        receiver.down(false);
        clock.forward(SETTLED);
        forwarder.turn();

        await().until(() -> receiver.received().size() >= 6);
        assertThat(refused()).endsWith(0, 1, 2, 3, 4);
        assertThat(forwarder.lag()).isZero();
    }

    @Test
    void whatWasSentJustBeforeTheServerDiedIsSentAgainAfterARestartOfTheHub() throws Exception {
        AuditForwarder first = forwarder(receiver, server);
        refusal(0);
        first.turn();
        await().until(() -> receiver.received().size() == 2);
        clock.forward(SETTLED);
        first.turn();
        refusal(1);
        first.turn();
        await().until(() -> receiver.received().size() == 3);
        receiver.down(true);
        fails(first);
        first.close();
        receiver.down(false);
        refusal(2);

        AuditForwarder second = forwarder(receiver, server);
        second.turn();

        await().until(() -> receiver.received().size() == 5);
        assertThat(refused()).as("what was settled is not repeated").containsExactly(0, 1, 1, 2);
    }

    @Test
    void aServerThatIsNotBelievedGetsNothing() throws Exception {
        audit("secret-name");
        try (TlsReceiver misnamed = new TlsReceiver(TlsReceiver.context(elsewhere, hub), false)) {
            assertThatThrownBy(() -> forwarder(receiver, stranger).turn()).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> forwarder(misnamed, elsewhere).turn()).isInstanceOf(SSLException.class);

            LogStream logs = new LogStream(to(receiver, stranger), clock);
            logs.write("12 of the log.".getBytes(StandardCharsets.UTF_8));
            assertThat(logs.dropped()).isEqualTo(1);
            assertThat(misnamed.received()).isEmpty();
        }
        assertThat(receiver.received()).isEmpty();
        assertThat(database.number("SELECT count(*) FROM registry.syslog_position"))
                .isZero();
    }

    @Test
    void aServerThatDemandsACertificateGetsTheHubsOrNothing() throws Exception {
        try (TlsReceiver strict = new TlsReceiver(TlsReceiver.context(server, hub), true)) {
            AuditForwarder without = forwarder(strict, server);
            fails(without);
            clock.forward(SETTLED);
            assertThat(database.number("SELECT count(*) FROM registry.syslog_position"))
                    .isZero();
            assertThat(strict.received()).isEmpty();

            AuditForwarder with = new AuditForwarder(
                    new AuditTrail(database.runtime(), "node-1"),
                    SyslogServer.of(strict.address(), () -> TlsReceiver.context(hub, server)),
                    () -> ledger.head().sequence(),
                    clock);
            with.turn();
            await().until(() -> strict.received().size() == 1);
        }
    }

    @Test
    void logsArriveInTheSameFormAndWithoutAServerNobodyWaits() throws Exception {
        LogStream stream = new LogStream(to(receiver, server), clock);
        Handler handler = SyslogLog.handler("node-1", stream);
        handler.publish(line("第一行 one", new IllegalStateException("why")));
        await().until(() -> receiver.received().size() == 1);
        assertThat(receiver.received().get(0))
                .matches("(?s)<\\d{1,3}>1 \\S+ node-1 laohekou-hub \\S+ \\S+ - .*")
                .contains("hub.test 第一行 one", "IllegalStateException: why");

        receiver.down(true);
        await().until(() -> {
            handler.publish(line("two", null));
            clock.forward(Duration.ofSeconds(11));
            return stream.dropped() > 0;
        });

        receiver.down(false);
        await().until(() -> {
            handler.publish(line("three", null));
            clock.forward(Duration.ofSeconds(11));
            return receiver.received().stream().anyMatch(message -> message.endsWith("hub.test three"));
        });
        handler.close();
        stream.close();
        assertThat(receiver.broken()).isEmpty();
    }

    private static ExtLogRecord line(String text, @Nullable Throwable thrown) {
        ExtLogRecord record = new ExtLogRecord(Level.WARN, text, SyslogTest.class.getName());
        record.setLoggerName("hub.test");
        record.setThrown(thrown);
        return record;
    }

    /** Turns until the end of the connection is noticed. */
    private static void fails(AuditForwarder forwarder) {
        await().untilAsserted(() -> assertThatThrownBy(forwarder::turn).isInstanceOf(IOException.class));
    }

    private List<Integer> refused() {
        return receiver.received().stream()
                .filter(message -> message.contains(" - refusal ["))
                .map(message ->
                        Integer.parseInt(message.replaceAll(".*exchange=\"[0-9a-f-]*?0*([0-9a-f]+)\".*", "$1"), 16))
                .map(number -> number % 16)
                .toList();
    }

    private AuditForwarder forwarder(TlsReceiver to, KeyStore trusted) {
        return new AuditForwarder(
                new AuditTrail(database.runtime(), "node-1"),
                to(to, trusted),
                () -> ledger.head().sequence(),
                clock);
    }

    private static SyslogServer to(TlsReceiver receiver, KeyStore trusted) {
        return SyslogServer.of(receiver.address(), () -> TlsReceiver.trusting(trusted));
    }

    private void audit(String name) throws Exception {
        Audit record = Samples.audit(name);
        ledger.transact(connection -> new Result<>("", List.of(record), false)).get();
    }

    private void refusal(int number) {
        ledger.append(EvidenceEntry.of(new Refusal(
                        new UUID(9, 16 + number),
                        Instant.now(),
                        new Asker("city-operation-centre", "11420682MB1A234567", "10.20.0.0/16", "client-secret", null),
                        "standard-address",
                        "villages",
                        "grid-inspection",
                        null,
                        1,
                        "PURPOSE_NOT_GRANTED",
                        403,
                        Attributes.NONE)))
                .join();
    }

    private static final class Moving extends Clock {

        private volatile Instant now = Instant.parse("2026-11-28T08:00:00Z");

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
