package cn.laohekou.hub.runtime.sharing;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.APPLICATION;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.AUTHORITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.OFFICER;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.RESOURCE;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.grant;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.json;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.alert.AlertStore;
import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Grounds;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.ObjectState.Step;
import cn.laohekou.hub.runtime.registry.Registrations;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.policy.CompiledResource;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharingTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final String CONDITIONAL = RESOURCE.replace(
                    "'sharing':'UNCONDITIONAL'", "'sharing':'CONDITIONAL','sharingReason':'含个人信息'")
            .replace("'useConditions'", "'sharingScope':'城市运行中心','sharingUses':'低保审核','useConditions'");
    private static final Grounds FILED = new Grounds("数据库升级", null, "老数备〔2026〕12号", 0);
    private static final Grounds EMERGENCY = new Grounds("疑似泄露", null, null, 24);

    /** A Friday. */
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-06T02:00:00Z"));

    private RegistryFixture fixture;
    private Sharing sharing;
    private SharingCases cases;
    private SharingOffice office;
    private SharingWatch watch;
    private Alerts alerts;
    private AlertStore alertStore;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture(clock, new SharingRules(clock, SHANGHAI));
        sharing = new Sharing(fixture.runtime, fixture.registry.changes(), SHANGHAI);
        cases = new SharingCases(fixture.runtime, fixture.registry.changes(), SHANGHAI);
        office = new SharingOffice(fixture.runtime, fixture.registry.changes(), SHANGHAI);
        alertStore = new AlertStore(fixture.runtime, fixture.registry.changes());
        alerts = new Alerts(alertStore, clock);
        watch = new SharingWatch(fixture.runtime, fixture.registry, alerts, clock, SHANGHAI);
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private void resource(String spec) {
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "standard-address", spec);
    }

    private void applied(String resource) {
        resource(resource);
        fixture.submitted(CITY_OPERATOR, ObjectKind.GRANT, "city-address", grant(APPLICATION));
    }

    private void granted() {
        applied(RESOURCE);
        fixture.registry.decisions().consent(by(CIVIL), "city-address");
        fixture.registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "city-address", null);
    }

    private ObjectNode application() {
        return sharing.application(AUTHORITY, "city-address.1");
    }

    private List<String> look() throws SQLException {
        watch.look();
        alerts.flush();
        return alertStore.list(AUTHORITY, false).stream()
                .map(alert ->
                        alert.path("kind").asText() + " " + alert.path("key").asText())
                .toList();
    }

    private List<String> notices(Actor actor) {
        return office.notices(actor).stream()
                .map(notice -> notice.path("subject").asText())
                .toList();
    }

    private boolean active() {
        return !fixture.registry
                .state()
                .current()
                .policy()
                .grants("city-operation", "standard-address")
                .isEmpty();
    }

    @Test
    void anApplicationLeadsFromFilingToDeliveryAndTheGrantIsActiveOnlyAfterBothAgreed() {
        applied(CONDITIONAL);
        assertThat(application().path("state").asText()).isEqualTo("filed");
        assertThat(application().path("workingDays").asInt()).isEqualTo(10);
        assertThat(application().path("due").asText()).isEqualTo("2026-11-20T16:00:00Z");
        assertThat(notices(CIVIL)).containsExactly("application/city-address.1");
        refused(
                () -> fixture.registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "city-address", null),
                ErrorCode.CONSENT_MISSING);

        fixture.registry.decisions().consent(by(CIVIL), "city-address");
        assertThat(application().path("state").asText()).isEqualTo("consented");
        assertThat(active()).isFalse();
        fixture.registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "city-address", null);

        assertThat(active()).isTrue();
        assertThat(application().path("clock").asText()).isEqualTo("delivery");
        assertThat(application().path("workingDays").asInt()).isEqualTo(20);
        refused(() -> sharing.deliver(by(CITY_OPERATOR), "city-address.1", "接口"), ErrorCode.NOT_YOUR_DEPARTMENT);
        sharing.deliver(by(CIVIL), "city-address.1", "服务接口已开通");
        assertThat(application().path("state").asText()).isEqualTo("delivered");
        assertThat(application().has("urgency")).isFalse();
        assertThat(application().path("events")).hasSize(4);
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnceAndNothingIsFiled() {
        resource(RESOURCE);

        Problem problem = refused(
                () -> fixture.submitted(
                        CITY_OPERATOR,
                        ObjectKind.GRANT,
                        "city-address",
                        grant(",'application':{'scenario':'低保审核','method':'by-post'}")),
                ErrorCode.APPLICATION_INCOMPLETE);

        assertThat(problem.errors())
                .extracting(FieldError::pointer)
                .containsExactly(
                        "/spec/application/basis",
                        "/spec/application/scope",
                        "/spec/application/method",
                        "/spec/application/officeConsent/by",
                        "/spec/application/officeConsent/on");
        assertThat(sharing.applications(AUTHORITY)).isEmpty();
        refused(
                () -> fixture.registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "city-address", null),
                ErrorCode.STATE_CONFLICT);
    }

    @Test
    void anUnconditionalResourceIsAnsweredWithinOneWorkingDayAndWhatIsLateIsListedFirst() throws SQLException {
        applied(RESOURCE);
        fixture.submitted(CITY_OPERATOR, ObjectKind.GRANT, "later-one", grant(APPLICATION));
        assertThat(application().path("due").asText()).isEqualTo("2026-11-09T16:00:00Z");
        assertThat(look()).isEmpty();
        clock.set(Instant.parse("2026-11-08T02:00:00Z"));
        assertThat(look()).contains("DEADLINE_SOON unconditional-answer:city-address.1");

        fixture.registry.decisions().consent(by(CIVIL), "later-one");
        fixture.registry.decisions().approve(by(SECURITY), ObjectKind.GRANT, "later-one", null);
        clock.set(Instant.parse("2026-11-09T16:00:00Z"));

        assertThat(look())
                .contains("DEADLINE_OVERDUE unconditional-answer:city-address.1")
                .doesNotContain("DEADLINE_SOON unconditional-answer:city-address.1");
        assertThat(sharing.applications(AUTHORITY).get(0).path("urgency").asText())
                .isEqualTo("OVERDUE");
        fixture.registry.decisions().refuse(by(CIVIL), "city-address", "不由本部门提供");
        assertThat(look()).isEmpty();
        assertThat(office.report(YearMonth.of(2026, 11)).path("late").findValuesAsText("key"))
                .containsExactly("city-address.1");
    }

    @Test
    void theAuthorityGivesAtMostTenMoreDaysForAConditionalResourceAndTheApplicantIsTold() {
        applied(CONDITIONAL);

        refused(() -> sharing.extend(by(AUTHORITY), "city-address.1", 11, "会商"), ErrorCode.STATE_CONFLICT);
        ObjectNode extended = sharing.extend(by(AUTHORITY), "city-address.1", 10, "会商");

        assertThat(extended.path("due").asText()).isEqualTo("2026-12-04T16:00:00Z");
        assertThat(notices(CITY_OPERATOR)).contains("application/city-address.1");
        refused(() -> sharing.extend(by(AUTHORITY), "city-address.1", 1, "再会商"), ErrorCode.STATE_CONFLICT);
    }

    @Test
    void anUnconditionalResourceGetsNoExtension() {
        applied(RESOURCE);

        refused(() -> sharing.extend(by(AUTHORITY), "city-address.1", 1, "会商"), ErrorCode.STATE_CONFLICT);
    }

    @Test
    void missingMaterialIsAskedForOnceAndTheClockStandsStillUntilItIsFiledAgain() throws SQLException {
        applied(RESOURCE);
        sharing.askSupplement(by(CIVIL), "city-address.1", List.of("使用依据的条款", "同意文件"));
        clock.forward(Duration.ofDays(30));
        assertThat(look()).isEmpty();
        refused(() -> fixture.registry.decisions().consent(by(CIVIL), "city-address"), ErrorCode.STATE_CONFLICT);

        fixture.registry
                .registrations()
                .revise(
                        by(CITY_OPERATOR),
                        ObjectKind.GRANT,
                        fixture.request(CITY_OPERATOR, "city-address", grant(APPLICATION.replace("第十一条", "第十一条第二款"))));
        fixture.registry.decisions().submit(by(CITY_OPERATOR), ObjectKind.GRANT, "city-address");

        assertThat(application().path("state").asText()).isEqualTo("filed");
        assertThat(application().path("acceptedAt").asText()).isEqualTo("2026-12-06T02:00:00Z");
        refused(() -> sharing.askSupplement(by(CIVIL), "city-address.1", List.of("还有一项")), ErrorCode.STATE_CONFLICT);
    }

    @Test
    void theSecurityReviewObjectsOnlyUnderANamedRule() {
        applied(RESOURCE);

        refused(
                () -> fixture.registry
                        .decisions()
                        .reject(by(SECURITY), ObjectKind.GRANT, "city-address", Grounds.of("感觉不妥")),
                ErrorCode.RULE_NEEDED);
        fixture.registry
                .decisions()
                .reject(by(SECURITY), ObjectKind.GRANT, "city-address", new Grounds("不需要名称字段", "LEAST_DATA", null, 0));

        assertThat(application().path("state").asText()).isEqualTo("refused");
        assertThat(application().path("events").get(1).path("reason").asText()).contains("LEAST_DATA", "第六条");
    }

    @Test
    void theSecurityReviewRunsWithinTheProvidersClock() throws SQLException {
        applied(CONDITIONAL);
        String due = application().path("due").asText();
        clock.set(Instant.parse("2026-11-19T02:00:00Z"));

        fixture.registry.decisions().consent(by(CIVIL), "city-address");

        assertThat(application().path("due").asText())
                .as("consent buys the review no time")
                .isEqualTo(due);
        clock.set(Instant.parse("2026-11-20T16:00:00Z"));
        assertThat(look()).contains("DEADLINE_OVERDUE conditional-answer:city-address.1");
        fixture.registry
                .decisions()
                .reject(by(SECURITY), ObjectKind.GRANT, "city-address", new Grounds("不需要名称字段", "LEAST_DATA", null, 0));
        assertThat(look()).isEmpty();
    }

    @Test
    void theDataAuthoritySuspendsWithAReasonAndTheConsumerIsTold() throws SQLException {
        granted();

        fixture.registry
                .running()
                .step(by(AUTHORITY), ObjectKind.GRANT, "city-address", Step.SUSPEND, Grounds.of("发现超范围使用"));

        assertThat(fixture.number("SELECT count(*) FROM registry.object WHERE name = 'city-address'"
                        + " AND state = 'suspended'"))
                .isEqualTo(1);
        assertThat(office.notices(CITY_OPERATOR).get(0).path("zh").asText()).contains("发现超范围使用");
    }

    @Test
    void onlyTheProviderRefusesAndOnlyTheApplicantWithdraws() {
        applied(RESOURCE);

        refused(
                () -> fixture.registry.decisions().refuse(by(CITY_OPERATOR), "city-address", "不给"),
                ErrorCode.NOT_YOUR_DEPARTMENT);
        refused(
                () -> fixture.registry.decisions().withdraw(by(CIVIL), "city-address", "不要"),
                ErrorCode.NOT_YOUR_DEPARTMENT);
        refused(() -> sharing.application(OFFICER, "city-address.1"), ErrorCode.NOT_FOUND);
        fixture.registry.decisions().withdraw(by(CITY_OPERATOR), "city-address", "事项取消");
        assertThat(application().path("state").asText()).isEqualTo("withdrawn");
    }

    @Test
    void aCatalogueEntryIsReviewedByTheDataAuthorityWithinTwoWorkingDays() throws SQLException {
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        fixture.submitted(CIVIL, ObjectKind.RESOURCE, "standard-address", RESOURCE);
        refused(
                () -> fixture.registry.decisions().approve(by(SECURITY), ObjectKind.RESOURCE, "standard-address", null),
                ErrorCode.CONSENT_MISSING);
        clock.set(Instant.parse("2026-11-10T16:00:00Z"));
        assertThat(look()).contains("DEADLINE_OVERDUE catalogue-review:standard-address");

        fixture.registry.decisions().review(by(AUTHORITY), "standard-address");
        assertThat(look()).isEmpty();
        fixture.registry.decisions().approve(by(SECURITY), ObjectKind.RESOURCE, "standard-address", null);
    }

    @Test
    void secretDataIsNotAdmittedNotEvenAsADraft() throws SQLException {
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        for (String secrecy : List.of("STATE_SECRET", "work-secret", "国家秘密")) {
            ObjectNode body = json("{'name':'secret-one','spec':"
                    + RESOURCE.replace("'secrecy':'NONE'", "'secrecy':'" + secrecy + "'") + "}");
            refused(
                    () -> fixture.registry
                            .registrations()
                            .create(
                                    by(CIVIL),
                                    ObjectKind.RESOURCE,
                                    Registrations.Request.of(CIVIL, body, null, true, false)),
                    ErrorCode.SECRET_NOT_ADMITTED);
        }
        assertThat(fixture.number("SELECT count(*) FROM registry.object WHERE kind = 'resource'"))
                .isZero();
    }

    @Test
    void aCatalogueEntryStatesWhatTheLawDemands() {
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);

        Problem conditional = refused(
                () -> fixture.submitted(
                        CIVIL,
                        ObjectKind.RESOURCE,
                        "standard-address",
                        RESOURCE.replace("'sharing':'UNCONDITIONAL'", "'sharing':'CONDITIONAL','sharingReason':'x'")),
                ErrorCode.REGISTRATION_INVALID);
        Problem notShared = refused(
                () -> fixture.submitted(
                        CIVIL,
                        ObjectKind.RESOURCE,
                        "standard-address",
                        RESOURCE.replace("UNCONDITIONAL", "NOT_SHARED").replace("'headConsent'", "'other'")),
                ErrorCode.REGISTRATION_INVALID);

        assertThat(conditional.errors())
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder("/spec/catalogue/sharingScope", "/spec/catalogue/sharingUses");
        assertThat(notShared.errors())
                .extracting(FieldError::pointer)
                .contains(
                        "/spec/sharingReason",
                        "/spec/catalogue/legalBasis",
                        "/spec/catalogue/headConsent",
                        "/spec/catalogue/other");
    }

    @Test
    void aFieldRaisesItsResourcesLevel() {
        resource(RESOURCE.replace("{'name':'name',", "{'name':'name','level':3,"));

        CompiledResource raised = fixture.registry.state().current().policy().resource("standard-address");
        assertThat(Objects.requireNonNull(raised).resource().level()).isEqualTo(3);
    }

    @Test
    void whatIsInUseIsNotStoppedWithoutReasonFilingAndNotice() {
        granted();

        for (ObjectKind kind : List.of(ObjectKind.CONNECTOR, ObjectKind.RESOURCE)) {
            String name = kind == ObjectKind.CONNECTOR ? "civil-address" : "standard-address";
            refused(() -> fixture.registry.running().step(by(CIVIL), kind, name, Step.PAUSE), ErrorCode.FILING_NEEDED);
            refused(
                    () -> fixture.registry.running().step(by(CIVIL), kind, name, Step.RETIRE, EMERGENCY),
                    ErrorCode.FILING_NEEDED);
        }
        int before = notices(CITY_OPERATOR).size();
        fixture.registry.running().step(by(CIVIL), ObjectKind.RESOURCE, "standard-address", Step.PAUSE, FILED);

        assertThat(notices(CITY_OPERATOR)).hasSize(before + 1).first().isEqualTo("grant/city-address");
        assertThat(office.notices(CITY_OPERATOR).get(0).path("zh").asText()).contains("数据库升级", "12号");
    }

    @Test
    void whatNobodyUsesIsStoppedFreely() {
        resource(RESOURCE);

        fixture.registry.running().step(by(CIVIL), ObjectKind.RESOURCE, "standard-address", Step.PAUSE);

        assertThat(fixture.registry.state().current().policy().epoch()).isPositive();
    }

    @Test
    void anEmergencyStopEndsByItself() throws SQLException {
        granted();
        fixture.registry.running().step(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", Step.PAUSE, EMERGENCY);
        clock.forward(Duration.ofHours(23));
        look();
        assertThat(state("connector", "civil-address")).isEqualTo(1);

        clock.forward(Duration.ofHours(1));
        look();

        assertThat(state("connector", "civil-address")).isZero();
        assertThat(fixture.number("SELECT count(*) FROM registry.filing WHERE ended_at IS NULL"))
                .isZero();
    }

    private long state(String kind, String name) throws SQLException {
        return fixture.number("SELECT count(*) FROM registry.object WHERE kind = '" + kind + "' AND name = '" + name
                + "' AND state = 'paused'");
    }

    @Test
    void whatSecurityStoppedItsOperatorCannotResumeNorTheEndOfAnEarlierEmergency() throws SQLException {
        granted();
        fixture.registry.running().step(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", Step.PAUSE, EMERGENCY);
        fixture.registry.running().step(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", Step.PAUSE, FILED);

        refused(
                () -> fixture.registry.running().step(by(CIVIL), ObjectKind.CONNECTOR, "civil-address", Step.RESUME),
                ErrorCode.HELD_BY_ANOTHER);
        clock.forward(Duration.ofHours(25));
        look();
        assertThat(state("connector", "civil-address")).isEqualTo(1);

        fixture.registry.running().step(by(SECURITY), ObjectKind.CONNECTOR, "civil-address", Step.RESUME);
        assertThat(state("connector", "civil-address")).isZero();
    }

    @Test
    void aNarrowerRevisionOfWhatIsInUseNeedsGroundsToo() {
        granted();
        String narrower = RESOURCE.replace("{'name':'code','path':'data[].code'},", "");
        fixture.registry
                .registrations()
                .revise(by(CIVIL), ObjectKind.RESOURCE, fixture.request(CIVIL, "standard-address", narrower));

        refused(
                () -> fixture.registry.decisions().submit(by(CIVIL), ObjectKind.RESOURCE, "standard-address"),
                ErrorCode.FILING_NEEDED);
        fixture.registry.decisions().submit(by(CIVIL), ObjectKind.RESOURCE, "standard-address", FILED);
        fixture.registry.decisions().review(by(AUTHORITY), "standard-address");
        fixture.registry.decisions().approve(by(SECURITY), ObjectKind.RESOURCE, "standard-address", null);

        assertThat(notices(CITY_OPERATOR)).contains("grant/city-address");
    }

    @Test
    void theProviderEndsAGrantOnlyWithGroundsTheConsumerFreely() {
        granted();

        refused(
                () -> fixture.registry.running().step(by(CIVIL), ObjectKind.GRANT, "city-address", Step.REVOKE),
                ErrorCode.FILING_NEEDED);
        refused(
                () -> fixture.registry.running().step(by(AUTHORITY), ObjectKind.GRANT, "city-address", Step.SUSPEND),
                ErrorCode.FILING_NEEDED);
        fixture.registry.running().step(by(CITY_OPERATOR), ObjectKind.GRANT, "city-address", Step.REVOKE);

        assertThat(application().path("state").asText()).isEqualTo("ended");
    }

    @Test
    void theEndOfAGrantOpensATaskForItsConsumer() throws SQLException {
        granted();
        fixture.registry.running().step(by(SECURITY), ObjectKind.GRANT, "city-address", Step.REVOKE);

        assertThat(cases.tasks(CITY_OPERATOR)).singleElement().satisfies(task -> {
            assertThat(task.path("id").asText()).isEqualTo("city-address.task-1");
            assertThat(task.path("due").asText()).isNotEmpty();
        });
        ObjectNode outcome = json("{'results':'派单 12 件','storage':'未留存'}");
        refused(() -> cases.completeTask(by(CIVIL), "city-address.task-1", outcome), ErrorCode.NOT_YOUR_DEPARTMENT);
        cases.completeTask(by(CITY_OPERATOR), "city-address.task-1", outcome);
        refused(() -> cases.completeTask(by(CITY_OPERATOR), "city-address.task-1", outcome), ErrorCode.STATE_CONFLICT);
        clock.forward(Duration.ofDays(30));
        assertThat(look()).isEmpty();
    }

    @Test
    void aGrantThatRunsOutOpensTheTaskOnce() throws SQLException {
        granted();
        clock.set(Instant.parse("2099-02-01T00:00:00Z"));

        watch.look();
        watch.look();

        assertThat(cases.tasks(CITY_OPERATOR)).hasSize(1);
    }

    @Test
    void aCorrectionIsAnsweredByTheProviderWithinTenWorkingDays() throws SQLException {
        granted();
        sharing.deliver(by(CIVIL), "city-address.1", "接口");
        ObjectNode content = json("{'exchange':'019a5f0c','field':'name','problem':'村名有误','usage':'派单'}");
        refused(() -> cases.fileCorrection(by(CIVIL), "city-address", content), ErrorCode.NOT_YOUR_DEPARTMENT);
        refused(() -> cases.fileCorrection(by(OFFICER), "city-address", content), ErrorCode.NOT_FOUND);
        ObjectNode filed = cases.fileCorrection(by(CITY_OPERATOR), "city-address", content);
        assertThat(filed.path("due").asText()).isEqualTo("2026-11-20T16:00:00Z");
        String id = filed.path("id").asText();

        refused(
                () -> cases.answerCorrection(by(CITY_OPERATOR), id, true, json("{'answer':'已更正'}")),
                ErrorCode.NOT_YOUR_DEPARTMENT);
        clock.set(Instant.parse("2026-11-21T00:00:00Z"));
        assertThat(look()).containsExactly("DEADLINE_OVERDUE correction:" + id);
        ObjectNode answered = cases.answerCorrection(by(CIVIL), id, true, json("{'answer':'已更正'}"));

        assertThat(answered.path("state").asText()).isEqualTo("corrected");
        assertThat(look()).isEmpty();
    }

    @Test
    void aResidentIdIsNotTakenIntoAnyRecord() throws SQLException {
        granted();
        ObjectNode content = json("{'exchange':'x','field':'name','problem':'11010519491231002X 有误','usage':'派单'}");

        Problem problem = refused(
                () -> cases.fileCorrection(by(CITY_OPERATOR), "city-address", content), ErrorCode.REGISTRATION_INVALID);

        assertThat(problem.toJson(false).toString()).doesNotContain("11010519491231002X");
        refused(
                () -> fixture.submitted(
                        CITY_OPERATOR,
                        ObjectKind.GRANT,
                        "other-one",
                        grant(APPLICATION.replace("低保审核", "核对 11010519491231002X"))),
                ErrorCode.REGISTRATION_INVALID);
    }

    @Test
    void aDisputeIsDecidedByTheDataAuthority() {
        granted();
        ObjectNode dispute =
                cases.raiseDispute(by(CITY_OPERATOR), "city-address", json("{'matter':'中断服务','negotiated':'未果'}"));

        cases.decideDispute(by(AUTHORITY), dispute.path("id").asText(), false, json("{'decision':'恢复服务'}"));

        assertThat(cases.dispute(CIVIL, dispute.path("id").asText())
                        .path("state")
                        .asText())
                .isEqualTo("decided");
        assertThat(notices(CITY_OPERATOR)).contains("dispute/city-address.dispute-1");
    }

    @Test
    void aYearTheCalendarDoesNotKnowIsSaidAndReckonedOnceItIsEntered() throws SQLException {
        clock.set(Instant.parse("2026-12-25T02:00:00Z"));
        applied(CONDITIONAL);
        assertThat(application().path("due").isNull()).isTrue();
        assertThat(look()).contains("CALENDAR_YEAR_UNKNOWN conditional-answer:city-address.1");

        refused(
                () -> office.enterYear(by(AUTHORITY), 2027, "公布", List.of("2026-01-01"), List.of()),
                ErrorCode.REGISTRATION_INVALID);
        office.enterYear(by(AUTHORITY), 2027, "公布文件", List.of("2027-01-01..2027-01-03"), List.of());

        assertThat(application().path("due").asText()).isEqualTo("2027-01-11T16:00:00Z");
        assertThat(look()).isEmpty();
    }

    @Test
    void periodsCanOnlyBeMadeShorter() {
        refused(() -> office.setLimit(by(AUTHORITY), "conditional-answer", 11, "方便"), ErrorCode.REGISTRATION_INVALID);
        refused(() -> office.setLimit(by(AUTHORITY), "none-such", 1, "方便"), ErrorCode.NOT_FOUND);
        office.setLimit(by(AUTHORITY), "conditional-answer", 3, "市政府通知");

        applied(CONDITIONAL);

        assertThat(application().path("due").asText()).isEqualTo("2026-11-11T16:00:00Z");
    }

    @Test
    void theMonthlyReportIsAPageToPrint() {
        granted();

        ObjectNode report = office.report(YearMonth.of(2026, 11));

        assertThat(report.at("/numbers/applicationsGranted").asInt()).isEqualTo(1);
        assertThat(SharingReport.printable(report)).contains("政务数据共享月报", "<td>同意</td><td>1</td>");
    }
}
