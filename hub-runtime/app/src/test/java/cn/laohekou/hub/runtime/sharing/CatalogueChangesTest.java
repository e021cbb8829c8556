package cn.laohekou.hub.runtime.sharing;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.AUTHORITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.OFFICER;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.RESOURCE;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.alert.AlertStore;
import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Grounds;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a change the catalogue is updated within ten working days, five more with consent (Decree 809, art. 17). */
class CatalogueChangesTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final LocalDate CHANGED = LocalDate.of(2026, 11, 4);
    private static final String ID = "standard-address.change-1";

    /** A Friday, two days after the change. */
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-06T02:00:00Z"));

    private RegistryFixture fixture;
    private CatalogueChanges catalogue;
    private SharingOffice office;
    private SharingWatch watch;
    private Alerts alerts;
    private AlertStore alertStore;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture(clock, new SharingRules(clock, SHANGHAI)).withCity();
        catalogue = new CatalogueChanges(fixture.runtime, fixture.registry.changes(), SHANGHAI);
        office = new SharingOffice(fixture.runtime, fixture.registry.changes(), SHANGHAI);
        alertStore = new AlertStore(fixture.runtime, fixture.registry.changes());
        alerts = new Alerts(alertStore, clock);
        watch = new SharingWatch(fixture.runtime, fixture.registry, alerts, clock, SHANGHAI);
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "standard-address", RESOURCE);
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private ObjectNode declared() {
        return catalogue.declare(by(CIVIL), "standard-address", "新增两个村", CHANGED);
    }

    private String due() {
        return catalogue.get(AUTHORITY, ID).path("due").asText();
    }

    private String state() {
        return catalogue.get(AUTHORITY, ID).path("state").asText();
    }

    private List<String> look(Actor actor) throws SQLException {
        watch.look();
        alerts.flush();
        return alertStore.list(actor, false).stream()
                .map(alert ->
                        alert.path("kind").asText() + " " + alert.path("key").asText())
                .toList();
    }

    private void handIn(String title) {
        fixture.registry
                .registrations()
                .revise(
                        by(CIVIL),
                        ObjectKind.RESOURCE,
                        fixture.request(CIVIL, "standard-address", RESOURCE.replaceFirst("'title':'[^']*'", title)));
        fixture.registry.decisions().submit(by(CIVIL), ObjectKind.RESOURCE, "standard-address");
    }

    @Test
    void theClockStartsOnTheDayOfTheChangeAndWarnsTheOwnerBeforeAndAfterItsEnd() throws SQLException {
        ObjectNode declared = declared();

        assertThat(declared.path("id").asText()).isEqualTo(ID);
        assertThat(declared.path("resource").asText()).isEqualTo("standard-address");
        assertThat(declared.path("due").asText())
                .as("ten working days after 4 November")
                .isEqualTo("2026-11-18T16:00:00Z");
        assertThat(look(CIVIL)).isEmpty();
        clock.set(Instant.parse("2026-11-17T02:00:00Z"));
        assertThat(look(CIVIL)).containsExactly("DEADLINE_SOON catalogue-update:" + ID);
        clock.set(Instant.parse("2026-11-18T16:00:00Z"));
        assertThat(look(CIVIL)).containsExactly("DEADLINE_OVERDUE catalogue-update:" + ID);
        assertThat(look(CITY_OPERATOR)).as("another department").isEmpty();
        ObjectNode report = office.report(YearMonth.of(2026, 11));
        assertThat(report.path("late").findValuesAsText("key")).contains(ID);
        assertThat(report.at("/numbers/catalogueChanges").asInt()).isEqualTo(1);
        assertThat(SharingReport.printable(report)).contains("<td>目录变更</td><td>1</td>");
    }

    @Test
    void whatIsOverdueIsListedFirst() {
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "address-two", RESOURCE);
        catalogue.declare(by(CIVIL), "address-two", "停止维护一个字段", LocalDate.of(2026, 11, 6));
        declared();

        assertThat(catalogue.list(AUTHORITY))
                .extracting(change -> change.path("resource").asText())
                .containsExactly("standard-address", "address-two");
        assertThat(catalogue.list(CIVIL)).hasSize(2);
        assertThat(catalogue.list(OFFICER)).isEmpty();
        refused(() -> catalogue.get(OFFICER, ID), ErrorCode.NOT_FOUND);
    }

    @Test
    void handingInARevisionStopsTheClockAndTurningItDownLetsItRunOn() throws SQLException {
        declared();
        handIn("'title':'标准地址（新）'");
        assertThat(state()).isEqualTo("updated");
        clock.set(Instant.parse("2026-11-19T02:00:00Z"));
        assertThat(look(CIVIL)).noneMatch(alert -> alert.contains("catalogue-update"));

        fixture.registry
                .decisions()
                .reject(by(SECURITY), ObjectKind.RESOURCE, "standard-address", Grounds.of("新增字段没有说明"));

        assertThat(state()).isEqualTo("open");
        assertThat(due()).isEqualTo("2026-11-18T16:00:00Z");
        assertThat(look(CIVIL)).contains("DEADLINE_OVERDUE catalogue-update:" + ID);

        handIn("'title':'标准地址（再改）'");
        fixture.registry.decisions().review(by(AUTHORITY), "standard-address");
        fixture.registry.decisions().approve(by(SECURITY), ObjectKind.RESOURCE, "standard-address", null);
        assertThat(state()).isEqualTo("updated");
        assertThat(catalogue.get(AUTHORITY, ID).at("/outcome/revision").asInt()).isEqualTo(3);
    }

    @Test
    void theAuthorityGivesFiveMoreDaysAtMostAndTheOwnerIsTold() {
        declared();
        refused(() -> catalogue.extend(by(AUTHORITY), ID, 6, "会商"), ErrorCode.STATE_CONFLICT);
        catalogue.extend(by(AUTHORITY), ID, 3, "会商");
        assertThat(due()).isEqualTo("2026-11-23T16:00:00Z");
        refused(() -> catalogue.extend(by(AUTHORITY), ID, 3, "再会商"), ErrorCode.STATE_CONFLICT);
        catalogue.extend(by(AUTHORITY), ID, 2, "再会商");

        assertThat(due()).isEqualTo("2026-11-25T16:00:00Z");
        assertThat(office.notices(CIVIL))
                .anySatisfy(
                        notice -> assertThat(notice.path("subject").asText()).isEqualTo("change/" + ID));
        assertThat(catalogue.get(CIVIL, ID).path("events"))
                .extracting(event -> event.path("action").asText())
                .containsExactly("declare", "extend", "extend");
    }

    @Test
    void theAuthorityDeclaresAChangeOfAnyResourceAndSetsOneAside() throws SQLException {
        catalogue.declare(by(AUTHORITY), "standard-address", "区划调整", CHANGED);
        assertThat(office.notices(CIVIL))
                .anySatisfy(notice -> assertThat(notice.path("zh").asText()).contains("区划调整"));

        catalogue.dismiss(by(AUTHORITY), ID, "不涉及目录内容");

        assertThat(state()).isEqualTo("dismissed");
        clock.set(Instant.parse("2026-12-18T16:00:00Z"));
        assertThat(look(CIVIL)).noneMatch(alert -> alert.contains("catalogue-update"));
        refused(() -> catalogue.extend(by(AUTHORITY), ID, 1, "会商"), ErrorCode.STATE_CONFLICT);
    }

    @Test
    void thePeriodCanBeShorterNeverLonger() {
        refused(() -> office.setLimit(by(AUTHORITY), "catalogue-update", 11, "方便"), ErrorCode.REGISTRATION_INVALID);
        office.setLimit(by(AUTHORITY), "catalogue-update", 5, "市政府通知");

        assertThat(declared().path("due").asText()).isEqualTo("2026-11-11T16:00:00Z");
    }

    @Test
    void nobodyElseDeclaresAndNothingPersonalOrInTheFutureIsTaken() {
        refused(() -> catalogue.declare(by(OFFICER), "standard-address", "x", CHANGED), ErrorCode.NOT_FOUND);
        refused(() -> catalogue.declare(by(CIVIL), "none-such", "x", CHANGED), ErrorCode.NOT_FOUND);
        refused(
                () -> catalogue.declare(by(CIVIL), "standard-address", "x", LocalDate.of(2026, 11, 7)),
                ErrorCode.REGISTRATION_INVALID);
        assertThat(refused(
                                () -> catalogue.declare(
                                        by(CIVIL), "standard-address", "更正 11010519491231002X", CHANGED),
                                ErrorCode.REGISTRATION_INVALID)
                        .toJson(false)
                        .toString())
                .doesNotContain("11010519491231002X");
        assertThat(catalogue.list(AUTHORITY)).isEmpty();
    }
}
