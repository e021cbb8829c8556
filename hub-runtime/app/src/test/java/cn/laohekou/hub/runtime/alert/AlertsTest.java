package cn.laohekou.hub.runtime.alert;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL_AFFAIRS;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.OFFICER;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class AlertsTest {

    private RegistryFixture fixture;
    private AlertStore store;
    private Alerts alerts;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture();
        store = new AlertStore(fixture.runtime, fixture.registry.changes());
        alerts = new Alerts(store, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private List<String> keys() {
        return store.list(SECURITY, false).stream()
                .map(alert -> alert.path("key").asText())
                .toList();
    }

    private long id(String key) {
        return store.list(SECURITY, true).stream()
                .filter(alert -> alert.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asLong();
    }

    @Test
    void whatIsOverdueStandsFirstThenWhatIsDueSoonThenTheRest() {
        Instant now = Instant.now();
        alerts.raise("SIGNING_FAILED", "node-1", "签名失败", "Signing fails", null);
        alerts.raise("ANSWER_DUE", "soon", "将到期", "Due soon", now.plus(Duration.ofDays(1)));
        alerts.raise("ANSWER_DUE", "late", "已逾期", "Overdue", now.minus(Duration.ofDays(1)));

        assertThat(alerts.flush()).isTrue();

        assertThat(keys()).containsExactly("late", "soon", "node-1");
        assertThat(store.list(SECURITY, false).get(0).path("overdue").asBoolean())
                .isTrue();
    }

    @Test
    void raisedTwiceItIsOneAndKeepsItsAcknowledgementUntilItIsClearedAndRaisedAgain() {
        alerts.raise("SIGNING_FAILED", "node-1", "签名失败", "Signing fails", null);
        alerts.flush();
        store.acknowledge(by(SECURITY), id("node-1"), "在处理");

        alerts.raise("SIGNING_FAILED", "node-1", "签名失败第二次", "Signing fails again", null);
        alerts.flush();

        assertThat(store.list(SECURITY, false)).singleElement().satisfies(alert -> {
            assertThat(alert.path("acknowledgedBy").asText()).isEqualTo("an");
            assertThat(alert.path("zh").asText()).isEqualTo("签名失败第二次");
        });

        alerts.clear("SIGNING_FAILED", "node-1");
        alerts.flush();
        assertThat(keys()).isEmpty();

        alerts.raise("SIGNING_FAILED", "node-1", "签名失败", "Signing fails", null);
        alerts.flush();
        assertThat(store.list(SECURITY, false))
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.path("acknowledgedBy").isNull()).isTrue());
    }

    @Test
    void aSilencedAlertIsHiddenForAWhileAndNotForLong() {
        alerts.raise("SIGNING_FAILED", "node-1", "签名失败", "Signing fails", null);
        alerts.flush();
        long id = id("node-1");

        refused(
                () -> store.silence(by(SECURITY), id, Instant.now().plus(Duration.ofDays(31)), "不想看"),
                ErrorCode.REGISTRATION_INVALID);
        ObjectNode silenced = store.silence(by(SECURITY), id, Instant.now().plus(Duration.ofDays(1)), "等待厂家");

        assertThat(silenced.path("silencedUntil").asText()).isNotEmpty();
        assertThat(keys()).isEmpty();
        assertThat(store.list(SECURITY, true)).hasSize(1);
    }

    @Test
    void aDepartmentSeesAndHandlesItsOwnAlertsOnly() {
        alerts.raise(CIVIL_AFFAIRS, "ANSWER_DUE", "theirs", "将到期", "Due soon", null);
        alerts.raise("SIGNING_FAILED", "node-1", "签名失败", "Signing fails", null);
        alerts.flush();

        assertThat(store.list(CIVIL, false)).hasSize(1);
        assertThat(store.list(OFFICER, false)).isEmpty();
        refused(() -> store.acknowledge(by(OFFICER), id("theirs"), null), ErrorCode.NOT_FOUND);
        refused(() -> store.acknowledge(by(CIVIL), id("node-1"), null), ErrorCode.NOT_FOUND);
    }

    @Test
    void acknowledgingLeavesAnAuditRecord() throws SQLException {
        alerts.raise("SIGNING_FAILED", "node-1", "签名失败", "Signing fails", null);
        alerts.flush();
        long before = fixture.number("SELECT count(*) FROM ledger.record WHERE purpose = 'alert.acknowledge'");

        store.acknowledge(by(SECURITY), id("node-1"), null);

        assertThat(fixture.number("SELECT count(*) FROM ledger.record WHERE purpose = 'alert.acknowledge'"))
                .isEqualTo(before + 1);
    }

    @Test
    void whatTheDatabaseDoesNotTakeNowIsWrittenLater() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        Alerts cutOff = new Alerts(new AlertStore(database, fixture.registry.changes()), Clock.systemUTC());

        cutOff.raise("SIGNING_FAILED", "node-1", "签名失败", "Signing fails", null);

        assertThat(cutOff.flush()).isFalse();
        PGSimpleDataSource back = (PGSimpleDataSource) fixture.runtime;
        database.setUrl(String.valueOf(back.getUrl()));
        database.setUser(back.getUser());
        database.setPassword(back.getPassword());
        assertThat(cutOff.flush()).isTrue();
        assertThat(keys()).containsExactly("node-1");
    }
}
