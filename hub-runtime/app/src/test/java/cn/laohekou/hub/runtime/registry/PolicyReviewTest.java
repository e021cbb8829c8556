package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
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
import cn.laohekou.hub.runtime.evidence.JdbcEvidenceStore;
import cn.laohekou.hub.runtime.evidence.WriterConnections;
import cn.laohekou.hub.runtime.policy.DryRuns;
import cn.laohekou.hub.runtime.policy.GrantCuts;
import cn.laohekou.hub.runtime.policy.GrantUsage;
import cn.laohekou.hub.runtime.policy.SunsetNotices;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.Commitment;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.Refusal;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.Subjects;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What the security team asks of the policy, over a real registry and a real ledger. */
class PolicyReviewTest {

    private static final String TWO_OPERATIONS =
            RESOURCE.replace("'operations':[", "'operations':[{'name':'towns','method':'GET','path':'towns'},");

    private static final EvidenceKeys KEYS =
            new EvidenceKeys(new SoftwareKeyService(MasterKey.of(new byte[MasterKey.BYTES])));

    private RegistryFixture fixture;
    private Registry registry;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture().withCity();
        registry = fixture.registry;
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", RegistryFixture.CONNECTOR);
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "standard-address", TWO_OPERATIONS);
        fixture.approved(
                CITY_OPERATOR,
                ObjectKind.GRANT,
                "city-address",
                grant("").replace("['villages']", "['villages','towns']").replace("['code']", "['code','name']"));
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private ObjectNode explain(String more) {
        Explanations explanations = new Explanations(registry.state().current().policy());
        return explanations.explain(Explanations.Question.read(
                json("{'system':'city-operation','resource':'standard-address','operation':'villages',"
                        + "'purpose':'welfare-check'" + more + "}"),
                Instant.now()));
    }

    private List<String> refusedResource(String more) {
        return refused(
                        () -> registry.registrations()
                                .revise(
                                        by(CIVIL),
                                        ObjectKind.RESOURCE,
                                        fixture.request(CIVIL, "standard-address", resource(more))),
                        ErrorCode.REGISTRATION_INVALID)
                .errors()
                .stream()
                .map(FieldError::pointer)
                .toList();
    }

    private static String resource(String more) {
        return TWO_OPERATIONS.substring(0, TWO_OPERATIONS.length() - 1) + more + "}";
    }

    private void reviseAndApprove(Actor actor, ObjectKind kind, String name, String spec) {
        registry.registrations().revise(by(actor), kind, fixture.request(actor, name, spec));
        registry.decisions().submit(by(actor), kind, name);
        registry.decisions().approve(by(SECURITY), kind, name, null);
    }

    @Test
    void aConditionNobodyEnforcesIsRefusedWhenWritten() {
        assertThat(refused(
                                () -> registry.registrations()
                                        .create(
                                                by(CITY_OPERATOR),
                                                ObjectKind.GRANT,
                                                fixture.request(
                                                        CITY_OPERATOR,
                                                        "city-moon",
                                                        grant(",'conditions':{'moonPhase':'full'}"))),
                                ErrorCode.REGISTRATION_INVALID)
                        .errors())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.pointer()).isEqualTo("/spec/conditions/moonPhase");
                    assertThat(error.text().en()).contains("networks", "caseRequired");
                });
    }

    @Test
    void whatAnApprovedRevisionStatesAndThisReleaseCannotReadDenies() throws Exception {
        assertThat(explain("").path("permitted").asBoolean()).isTrue();
        try (Connection owner = fixture.owner.getConnection()) {
            Sql.update(
                    owner,
                    "UPDATE registry.revision SET spec = spec || '{\"onlyOnFullMoon\": true}' WHERE kind = 'grant'");
        }
        Registry restarted = fixture.anotherNode();
        restarted.state().reload();
        registry = restarted;

        assertThat(explain("").path("permitted").asBoolean()).isFalse();
        assertThat(explain("").path("code").asText()).isEqualTo("POLICY_UNENFORCEABLE");
    }

    @Test
    void explainSaysOfEachFieldWhatBecomesOfItAndByWhichRule() {
        JsonNode released = explain("").path("fields");
        assertThat(released).hasSize(2).allSatisfy(field -> {
            assertThat(field.path("release").asText()).isEqualTo("RELEASED");
            assertThat(field.path("rule").asText()).isEqualTo("field-granted");
            assertThat(field.path("grant").asText()).isEqualTo("city-address");
        });
        JsonNode denied = explain(",'field':'name','recipient':'" + RegistryFixture.POLICE + "'");
        assertThat(denied.path("code").asText()).isEqualTo("ONWARD_SHARING_FORBIDDEN");
        assertThat(denied.path("fields")).singleElement().satisfies(field -> {
            assertThat(field.path("release").asText()).isEqualTo("DENIED");
            assertThat(field.path("rule").asText()).isEqualTo("onwardSharing");
        });
        assertThat(explain(",'field':'salary'").path("fields"))
                .singleElement()
                .satisfies(field -> assertThat(field.path("rule").asText()).isEqualTo("field-not-declared"));
    }

    @Test
    void anEndNeedsNoticeAndAnApprovedSuccessorOfTheDepartment() {
        String soon = Instant.now().plus(Duration.ofDays(5)).toString();
        String later = Instant.now().plus(Duration.ofDays(90)).toString();

        assertThat(refusedResource(",'sunset':'" + soon + "'")).containsExactly("/spec/sunset");
        assertThat(refusedResource(",'sunset':'" + later + "','successor':'standard-address-v2'"))
                .containsExactly("/spec/successor");
        assertThat(refusedResource(",'sunset':'" + later + "','successor':'standard-address'"))
                .containsExactly("/spec/successor");
        assertThat(refusedResource(",'successor':'standard-address-v2'")).containsExactly("/spec/sunset");
        assertThat(refusedResource(",'deprecated':'" + soon + "'")).containsExactly("/spec/sunset");
        assertThat(refusedResource(",'sunset':'" + later + "','deprecated':'2099-01-01T00:00:00Z'"))
                .containsExactly("/spec/deprecated");
    }

    @Test
    void oldAndNewRunSideBySideUntilTheAnnouncedEndAndTheConsumerIsTold() throws Exception {
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "standard-address-v2", RESOURCE);
        Instant sunset = Instant.now().plus(Duration.ofDays(90));
        reviseAndApprove(
                CIVIL,
                ObjectKind.RESOURCE,
                "standard-address",
                resource(",'sunset':'" + sunset + "','successor':'standard-address-v2'"));
        Alerts alerts = new Alerts(new AlertStore(fixture.runtime, registry.changes()), Clock.systemUTC());
        SunsetNotices notices = new SunsetNotices(alerts);

        notices.published(registry.state().current().policy());

        assertThat(alerts.flush()).isTrue();
        assertThat(fixture.number("SELECT count(*) FROM registry.alert WHERE kind = 'RESOURCE_SUNSET'"
                        + " AND key = 'city-address' AND department = '" + CITY + "'"))
                .isEqualTo(1);
        assertThat(registry.state().current().policy().resource("standard-address-v2"))
                .isNotNull();
        assertThat(explain(",'at':'" + sunset.minusSeconds(1) + "'")
                        .path("permitted")
                        .asBoolean())
                .isTrue();
        assertThat(explain(",'at':'" + sunset + "'").path("code").asText()).isEqualTo("RESOURCE_SUNSET");
    }

    @Test
    void aDryRunSaysWhoWouldLoseAndGainWhatAndChangesNothing() throws Exception {
        Instant now = Instant.now();
        record(now.minus(Duration.ofDays(3)), "towns", "welfare-check", 2);
        record(now, "villages", "welfare-check", 3);
        refuse(now, "villages", "census");
        DryRuns runs = new DryRuns(fixture.runtime, Clock.systemUTC());
        long epoch = fixture.epoch();

        ObjectNode fewer =
                runs.run(proposal(SECURITY, "{'grant':{'name':'city-address','spec':" + grant("") + "}}"), 7, null);

        assertThat(fewer.path("complete").asBoolean()).isTrue();
        assertThat(fewer.path("examined").asInt()).isEqualTo(6);
        assertThat(fewer.path("unchangedDenied").asInt()).isEqualTo(1);
        assertThat(fewer.path("effects")).hasSize(2);
        assertThat(fewer.at("/effects/0/effect").asText()).isEqualTo("LOSES");
        assertThat(fewer.at("/effects/0/operation").asText()).isEqualTo("towns");
        assertThat(fewer.at("/effects/0/rule").asText()).isEqualTo("operation");
        assertThat(fewer.at("/effects/0/calls").asInt()).isEqualTo(2);
        assertThat(fewer.at("/effects/1/effect").asText()).isEqualTo("CHANGES");
        assertThat(fewer.at("/effects/1/fields/name/before").asText()).isEqualTo("clear");
        assertThat(fewer.at("/effects/1/fields/name/after").asText()).isEqualTo("withheld");

        ObjectNode revoked = runs.run(proposal(SECURITY, "{'revoke':'city-address'}"), 1, null);
        assertThat(revoked.path("effects"))
                .singleElement()
                .satisfies(effect -> assertThat(effect.path("rule").asText()).isEqualTo("in-force"));
        assertThat(fixture.epoch()).isEqualTo(epoch);
        assertThat(explain("").path("permitted").asBoolean()).isTrue();
    }

    @Test
    void aDryRunOverManyRecordsStopsAtItsBoundAndGoesOn() throws Exception {
        Instant now = Instant.now();
        record(now, "villages", "welfare-check", 2);
        record(now.minus(Duration.ofDays(2)), "villages", "welfare-check", 1);
        DryRuns runs = DryRuns.bounded(fixture.runtime, Clock.systemUTC(), 2);
        Proposals.Proposal revoke = proposal(SECURITY, "{'revoke':'city-address'}");

        ObjectNode first = runs.run(revoke, 7, null);
        assertThat(first.path("complete").asBoolean()).isFalse();
        assertThat(first.path("examined").asInt()).isEqualTo(2);

        ObjectNode rest = runs.run(revoke, 7, Instant.parse(first.path("next").asText()));
        assertThat(rest.path("complete").asBoolean()).isTrue();
        assertThat(rest.path("examined").asInt()).isEqualTo(1);
    }

    @Test
    void anotherDepartmentLearnsNothingFromDryRuns() {
        refused(() -> proposal(OFFICER, "{'revoke':'city-address'}"), ErrorCode.NOT_FOUND);
        refused(() -> proposal(OFFICER, "{'grant':{'name':'city-address'}}"), ErrorCode.NOT_FOUND);
        refused(() -> proposal(OFFICER, "{'resource':{'name':'standard-address'}}"), ErrorCode.NOT_FOUND);
        refused(() -> proposal(SECURITY, "{}"), ErrorCode.REGISTRATION_INVALID);
        refused(
                () -> proposal(
                        SECURITY,
                        "{'grant':{'name':'city-address','spec':" + grant(",'conditions':{'moonPhase':1}") + "}}"),
                ErrorCode.REGISTRATION_INVALID);
    }

    @Test
    void whatNobodyUsedIsReportedAndCutInOneStepThatSomebodyElseApproves() throws Exception {
        record(Instant.now(), "villages", "welfare-check", 3);
        GrantCuts cuts = new GrantCuts(registry, new GrantUsage(fixture.runtime, KEYS));
        Instant since = Instant.now();
        record(since.plusMillis(50), "villages", "welfare-check", 1);

        assertThat(cuts.report(SECURITY, since, "", 10).items()).singleElement().satisfies(unused -> {
            assertThat(unused.path("grant").asText()).isEqualTo("city-address");
            assertThat(unused.path("operations")).extracting(JsonNode::asText).containsExactly("towns");
            assertThat(unused.path("whole").asBoolean()).isFalse();
        });
        assertThat(cuts.report(OFFICER, since, "", 10).items()).isEmpty();
        refused(() -> cuts.cut(by(CIVIL), "city-address", since), ErrorCode.NOT_YOUR_DEPARTMENT);

        ObjectNode proposed = cuts.cut(by(CITY_OPERATOR), "city-address", since);

        assertThat(proposed.at("/revision/state").asText()).isEqualTo("submitted");
        assertThat(proposed.at("/revision/spec/operations"))
                .extracting(JsonNode::asText)
                .containsExactly("villages");
        assertThat(proposed.path("runningRevision").asInt()).isEqualTo(1);
    }

    @Test
    void aGrantNobodyUsedIsNamedAsAWholeAndAYoungOneIsLeftAlone() {
        GrantCuts cuts = new GrantCuts(registry, new GrantUsage(fixture.runtime, KEYS));

        assertThat(cuts.report(SECURITY, Instant.now(), "", 10).items())
                .singleElement()
                .satisfies(
                        unused -> assertThat(unused.path("whole").asBoolean()).isTrue());
        refused(() -> cuts.cut(by(CITY_OPERATOR), "city-address", Instant.now()), ErrorCode.STATE_CONFLICT);
        assertThat(cuts.report(SECURITY, Instant.now().minus(Duration.ofDays(90)), "", 10)
                        .items())
                .isEmpty();
        refused(
                () -> cuts.cut(by(CITY_OPERATOR), "city-address", Instant.now().minus(Duration.ofDays(90))),
                ErrorCode.STATE_CONFLICT);
    }

    private Proposals.Proposal proposal(Actor actor, String body) {
        return registry.proposals().read(actor, json(body));
    }

    private void record(Instant at, String operation, String purpose, int times) throws Exception {
        try (Ledger ledger = secondNode(at)) {
            for (int i = 0; i < times; i++) {
                UUID exchange = UUID.randomUUID();
                Commitment commitment = KEYS.commit(exchange, EvidenceKeys.ANSWER, new byte[1]);
                ledger.append(EvidenceEntry.of(new Intent(
                                exchange,
                                at,
                                Intent.Pattern.QUERY,
                                asker(),
                                new Asked("standard-address", 1, operation, purpose, null, commitment),
                                new Basis("city-address", 1, fixture.epoch(), Basis.Quota.UNLIMITED),
                                new Release(
                                        "civil-address",
                                        1,
                                        ReleasedFields.of(List.of(
                                                new ReleasedFields.Field("code", null),
                                                new ReleasedFields.Field("name", null))),
                                        commitment,
                                        1,
                                        Subjects.none(),
                                        null),
                                Attributes.NONE)))
                        .get();
            }
        }
    }

    private void refuse(Instant at, String operation, String purpose) throws Exception {
        try (Ledger ledger = secondNode(at)) {
            ledger.append(EvidenceEntry.of(new Refusal(
                            UUID.randomUUID(),
                            at,
                            asker(),
                            "standard-address",
                            operation,
                            purpose,
                            "city-address",
                            fixture.epoch(),
                            "PURPOSE_NOT_GRANTED",
                            403,
                            Attributes.NONE)))
                    .get();
        }
    }

    private static Asker asker() {
        return new Asker("city-operation", CITY, "10.0.0.9", "bearer", null);
    }

    private Ledger secondNode(Instant at) throws Exception {
        PGSimpleDataSource runtime = (PGSimpleDataSource) fixture.runtime;
        Ledger ledger = new Ledger(
                new JdbcEvidenceStore(WriterConnections.to(runtime.getUrl(), runtime.getUser(), runtime.getPassword())),
                LedgerSettings.of("node-2", "test"),
                Clock.fixed(at, ZoneOffset.UTC));
        ledger.start();
        return ledger;
    }
}
