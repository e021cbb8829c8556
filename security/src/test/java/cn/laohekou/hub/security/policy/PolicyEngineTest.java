package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.policy.Samples.GrantOf;
import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyEngineTest {

    private static Grant grant(Consumer<GrantOf> change) {
        GrantOf grant = new GrantOf();
        change.accept(grant);
        return grant.build();
    }

    private static DenyReason denied(PolicySnapshot policy, DecisionRequest request) {
        Decision decision = PolicyEngine.decide(policy, request);
        assertThat(decision).isInstanceOf(Decision.Deny.class);
        return ((Decision.Deny) decision).reason();
    }

    private static DenyReason denied(Consumer<GrantOf> change) {
        return denied(Samples.policy(grant(change)), Samples.request());
    }

    private static String permittedBy(PolicySnapshot policy, DecisionRequest request) {
        Decision decision = PolicyEngine.decide(policy, request);
        assertThat(decision).isInstanceOf(Decision.Permit.class);
        return ((Decision.Permit) decision).grant().grant().id();
    }

    private static DecisionRequest asked(
            @Nullable String purpose, @Nullable String caseNumber, @Nullable String person) {
        DecisionRequest r = Samples.request();
        return new DecisionRequest(
                r.system(),
                r.department(),
                r.resource(),
                r.operation(),
                purpose,
                caseNumber,
                person,
                r.source(),
                r.now());
    }

    private static DecisionRequest from(@Nullable InetAddress source) {
        DecisionRequest r = Samples.request();
        return new DecisionRequest(
                r.system(), r.department(), r.resource(), r.operation(), r.purpose(), null, null, source, r.now());
    }

    private static DecisionRequest at(Instant now) {
        DecisionRequest r = Samples.request();
        return new DecisionRequest(
                r.system(), r.department(), r.resource(), r.operation(), r.purpose(), null, null, r.source(), now);
    }

    private static DecisionRequest by(String system, String department, String resource, String operation) {
        DecisionRequest r = Samples.request();
        return new DecisionRequest(
                system, department, resource, operation, r.purpose(), null, null, r.source(), r.now());
    }

    @Test
    void aGrantThatCoversTheCallPermitsIt() {
        assertThat(permittedBy(Samples.policy(grant(g -> {})), Samples.request()))
                .isEqualTo("grant-one");
    }

    @Test
    void nothingIsPermittedByDefault() {
        assertThat(denied(Samples.policy(), Samples.request())).isEqualTo(DenyReason.NO_GRANT);
        assertThat(denied(PolicySnapshot.empty(Samples.ZONE), Samples.request()))
                .isEqualTo(DenyReason.SYSTEM_UNKNOWN);
    }

    @Test
    void anUnknownSystemIsDenied() {
        assertThat(denied(
                        Samples.policy(grant(g -> {})),
                        by("other-system", Samples.DEPARTMENT, "standard-address", "villages")))
                .isEqualTo(DenyReason.SYSTEM_UNKNOWN);
    }

    @Test
    void aDisabledSystemIsDenied() {
        PolicySnapshot policy = PolicySnapshot.build(
                1,
                List.of(new ConsumerSystem("city-centre", Samples.DEPARTMENT, false)),
                List.of(Samples.resource()),
                List.of(grant(g -> {})),
                Samples.ZONE);

        assertThat(denied(policy, Samples.request())).isEqualTo(DenyReason.SYSTEM_DISABLED);
    }

    @Test
    void aSystemOfASuspendedDepartmentIsDenied() {
        PolicySnapshot policy = PolicySnapshot.build(
                1,
                List.of(new ConsumerSystem("city-centre", Samples.DEPARTMENT, true, true)),
                List.of(Samples.resource()),
                List.of(grant(g -> {})),
                Samples.ZONE);

        assertThat(denied(policy, Samples.request())).isEqualTo(DenyReason.DEPARTMENT_SUSPENDED);
    }

    @Test
    void aTokenOfAnotherDepartmentIsDenied() {
        assertThat(denied(
                        Samples.policy(grant(g -> {})),
                        by("city-centre", "11420682MB0000002B", "standard-address", "villages")))
                .isEqualTo(DenyReason.DEPARTMENT_MISMATCH);
    }

    @Test
    void anUnknownResourceIsDeniedLikeOneWithoutGrant() {
        assertThat(denied(Samples.policy(grant(g -> {})), by("city-centre", Samples.DEPARTMENT, "persons", "villages")))
                .isEqualTo(DenyReason.NO_GRANT);
    }

    @Test
    void aResourceThatIsNotSharedIsDeniedWhateverTheGrantSays() {
        Resource r = Samples.resource();
        Resource closed = new Resource(
                r.name(),
                r.title(),
                r.department(),
                r.connector(),
                SharingType.NOT_SHARED,
                r.level(),
                r.maxAnswerBytes(),
                r.revision(),
                r.operations(),
                r.fields());
        PolicySnapshot policy = PolicySnapshot.build(
                1, List.of(Samples.SYSTEM), List.of(closed), List.of(grant(g -> {})), Samples.ZONE);

        assertThat(denied(policy, Samples.request())).isEqualTo(DenyReason.RESOURCE_NOT_SHARED);
    }

    @Test
    void anotherSystemsGrantPermitsNothing() {
        assertThat(denied(g -> g.system = "other-system")).isEqualTo(DenyReason.NO_GRANT);
    }

    @Test
    void aRevokedGrantReleasesNothing() {
        assertThat(denied(g -> g.state = Grant.State.REVOKED)).isEqualTo(DenyReason.GRANT_REVOKED);
    }

    @Test
    void aSuspendedGrantReleasesNothing() {
        assertThat(denied(g -> g.state = Grant.State.SUSPENDED)).isEqualTo(DenyReason.GRANT_SUSPENDED);
    }

    @Test
    void validityStartsAtItsFirstInstantAndEndsBeforeItsLast() {
        PolicySnapshot policy = Samples.policy(grant(g -> {}));
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant until = Instant.parse("2027-01-01T00:00:00Z");

        assertThat(denied(policy, at(from.minusNanos(1)))).isEqualTo(DenyReason.GRANT_NOT_YET_VALID);
        assertThat(permittedBy(policy, at(from))).isEqualTo("grant-one");
        assertThat(permittedBy(policy, at(until.minusNanos(1)))).isEqualTo("grant-one");
        assertThat(denied(policy, at(until))).isEqualTo(DenyReason.GRANT_EXPIRED);
    }

    @Test
    void anOperationOutsideTheGrantIsDenied() {
        assertThat(denied(
                        Samples.policy(grant(g -> {})),
                        by("city-centre", Samples.DEPARTMENT, "standard-address", "village")))
                .isEqualTo(DenyReason.OPERATION_NOT_GRANTED);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void aCallWithoutPurposeIsDenied(@Nullable String purpose) {
        assertThat(denied(Samples.policy(grant(g -> {})), asked(purpose, null, null)))
                .isEqualTo(DenyReason.PURPOSE_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"marketing", "City-Management", "city-management "})
    void anotherPurposeIsDenied(String purpose) {
        assertThat(denied(Samples.policy(grant(g -> {})), asked(purpose, null, null)))
                .isEqualTo(DenyReason.PURPOSE_NOT_GRANTED);
    }

    @Test
    void aCaseNumberIsDemandedWhereTheGrantSaysSo() {
        PolicySnapshot policy = Samples.policy(grant(g -> g.conditions = Map.of("caseRequired", true)));

        assertThat(denied(policy, asked("city-management", " ", "zhang"))).isEqualTo(DenyReason.CASE_REQUIRED);
        assertThat(permittedBy(policy, asked("city-management", "BJ-1", null))).isEqualTo("grant-one");
    }

    @Test
    void thePersonIsDemandedWhereTheGrantSaysSo() {
        PolicySnapshot policy = Samples.policy(grant(g -> g.conditions = Map.of("personRequired", true)));

        assertThat(denied(policy, asked("city-management", "BJ-1", null))).isEqualTo(DenyReason.PERSON_REQUIRED);
        assertThat(permittedBy(policy, asked("city-management", null, "zhang"))).isEqualTo("grant-one");
    }

    @ParameterizedTest
    @CsvSource({
        "10.20.0.0/16, 10.20.255.255, true",
        "10.20.0.0/16, 10.21.0.0, false",
        "10.20.1.4/31, 10.20.1.5, true",
        "10.20.1.4/31, 10.20.1.6, false",
        "10.20.1.5, 10.20.1.5, true",
        "10.20.1.5, 10.20.1.4, false",
        "0.0.0.0/0, 192.168.0.1, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "128.0.0.0/1, 200.1.1.1, true",
        "128.0.0.0/1, 100.1.1.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, ::1, true",
        "10.20.0.0/16, ::ffff:10.20.3.4, true",
    })
    void callsComeFromGrantedNetworksOnly(String network, String source, boolean allowed) {
        PolicySnapshot policy = Samples.policy(grant(g -> g.conditions = Map.of("networks", List.of(network))));

        Decision decision = PolicyEngine.decide(policy, from(Samples.address(source)));

        assertThat(decision instanceof Decision.Permit).isEqualTo(allowed);
        assertThat(decision instanceof Decision.Deny deny ? deny.reason() : null)
                .isEqualTo(allowed ? null : DenyReason.NETWORK_NOT_ALLOWED);
    }

    @Test
    void anUnknownSourceIsInNoNetwork() {
        assertThat(denied(
                        Samples.policy(grant(g -> g.conditions = Map.of("networks", List.of("0.0.0.0/0", "::/0")))),
                        from(null)))
                .isEqualTo(DenyReason.NETWORK_NOT_ALLOWED);
        assertThat(permittedBy(Samples.policy(grant(g -> {})), from(null))).isEqualTo("grant-one");
    }

    @ParameterizedTest
    @CsvSource({
        "08:00, 18:00, 2026-03-02T00:00:00Z, true",
        "08:00, 18:00, 2026-03-01T23:59:59.999999999Z, false",
        "08:00, 18:00, 2026-03-02T09:59:59.999Z, true",
        "08:00, 18:00, 2026-03-02T10:00:00Z, false",
        "22:00, 06:00, 2026-03-02T15:00:00Z, true",
        "22:00, 06:00, 2026-03-02T21:59:59Z, true",
        "22:00, 06:00, 2026-03-02T22:00:00Z, false",
        "22:00, 06:00, 2026-03-02T04:00:00Z, false",
    })
    void theTimeOfDayIsThatOfTheHubsZone(LocalTime from, LocalTime until, Instant now, boolean allowed) {
        PolicySnapshot policy = Samples.policy(grant(g ->
                g.conditions = Map.of("windows", List.of(Map.of("from", from.toString(), "until", until.toString())))));

        Decision decision = PolicyEngine.decide(policy, at(now));

        assertThat(decision instanceof Decision.Permit).isEqualTo(allowed);
        assertThat(decision instanceof Decision.Deny deny ? deny.reason() : null)
                .isEqualTo(allowed ? null : DenyReason.OUTSIDE_TIME_WINDOW);
    }

    @Test
    void aGrantThatNamesWhatNobodyEnforcesPermitsNothingAndHarmsNoOther() {
        PolicySnapshot policy = Samples.policy(
                grant(g -> {
                    g.id = "grant-bad";
                    g.fields = List.of("code", "salary");
                }),
                grant(g -> {
                    g.id = "grant-good";
                    g.purposes = Set.of("census");
                }));

        assertThat(denied(Samples.policy(grant(g -> g.fields = List.of("code", "salary"))), Samples.request()))
                .isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
        assertThat(permittedBy(policy, asked("census", null, null))).isEqualTo("grant-good");
        assertThat(denied(policy, Samples.request())).isEqualTo(DenyReason.PURPOSE_NOT_GRANTED);
    }

    @Test
    void everyGrantOnAResourceWithFindingsIsUnenforceable() {
        Resource bad = Samples.resource(
                "standard-address",
                Samples.OPERATIONS,
                List.of(
                        Samples.field("code", "data[].code", ValueType.STRING, null, false),
                        Samples.field("name", "data.name", ValueType.STRING, null, false)));
        PolicySnapshot policy = PolicySnapshot.build(
                1,
                List.of(Samples.SYSTEM),
                List.of(bad),
                List.of(grant(g -> g.fields = List.of("code"))),
                Samples.ZONE);

        assertThat(denied(policy, Samples.request())).isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
    }

    @Test
    void ofSeveralGrantsTheFirstThatPermitsIsUsed() {
        PolicySnapshot policy = Samples.policy(grant(g -> g.id = "grant-c"), grant(g -> g.id = "grant-b"), grant(g -> {
            g.id = "grant-a";
            g.state = Grant.State.REVOKED;
        }));

        assertThat(permittedBy(policy, Samples.request())).isEqualTo("grant-b");
    }

    @Test
    void ofSeveralGrantsTheReasonIsThatOfTheClosest() {
        PolicySnapshot policy = Samples.policy(
                grant(g -> {
                    g.id = "grant-a";
                    g.conditions = Map.of("caseRequired", true);
                }),
                grant(g -> {
                    g.id = "grant-b";
                    g.state = Grant.State.REVOKED;
                }),
                grant(g -> {
                    g.id = "grant-c";
                    g.purposes = Set.of("census");
                }));

        Decision decision = PolicyEngine.decide(policy, Samples.request());

        assertThat(decision).isInstanceOfSatisfying(Decision.Deny.class, deny -> {
            assertThat(deny.reason()).isEqualTo(DenyReason.CASE_REQUIRED);
            assertThat(deny.grant()).hasToString("grant-a/1");
        });
    }

    @Test
    @SuppressWarnings("NullAway") // A broken caller is the very thing under test.
    void anErrorWhileDecidingDenies() {
        DecisionRequest r = Samples.request();
        DecisionRequest broken = new DecisionRequest(
                r.system(), r.department(), r.resource(), r.operation(), r.purpose(), null, null, r.source(), null);

        assertThat(denied(Samples.policy(grant(g -> {})), broken)).isEqualTo(DenyReason.POLICY_ERROR);
    }

    @Test
    void explainTellsWhichRuleDecided() {
        PolicySnapshot policy = Samples.policy(
                grant(g -> {
                    g.id = "grant-a";
                    g.purposes = Set.of("census");
                }),
                grant(g -> g.id = "grant-b"));

        Explanation explanation = PolicyEngine.explain(policy, Samples.request());

        assertThat(explanation.decision()).isEqualTo(PolicyEngine.decide(policy, Samples.request()));
        assertThat(explanation.rules().get(0)).isEqualTo(new Explanation.RuleOutcome(null, "system-registered", null));
        assertThat(explanation.rules())
                .contains(new Explanation.RuleOutcome("grant-a", "purpose", DenyReason.PURPOSE_NOT_GRANTED))
                .contains(new Explanation.RuleOutcome("grant-b", "purpose", null))
                .doesNotContain(new Explanation.RuleOutcome("grant-a", "onwardSharing", null));
        assertThat(explanation.rules().get(explanation.rules().size() - 1))
                .isEqualTo(new Explanation.RuleOutcome("grant-b", "onwardSharing", null));
    }

    @Test
    void theRulesAreThose() {
        PolicySnapshot policy = Samples.policy(
                grant(g -> g.conditions = Map.of("networks", List.of("10.0.0.0/8"), "caseRequired", false)));

        assertThat(PolicyEngine.explain(policy, Samples.request()).rules())
                .extracting(Explanation.RuleOutcome::rule)
                .containsExactly(
                        "system-registered",
                        "system-enabled",
                        "department-not-suspended",
                        "department",
                        "resource-shared",
                        "not-sunset",
                        "in-force",
                        "not-expired",
                        "already-valid",
                        "enforceable",
                        "obligations-fulfilled",
                        "operation",
                        "purpose",
                        "networks",
                        "onwardSharing");
    }

    @Test
    void aSystemMayKnowOfAResourceOnlyThroughAGrantInAnyState() {
        PolicySnapshot policy = Samples.policy(grant(g -> g.state = Grant.State.REVOKED), grant(g -> {
            g.id = "grant-ghost";
            g.resource = "no-such-resource";
        }));

        assertThat(policy.mayKnow("city-centre", "standard-address")).isTrue();
        assertThat(policy.mayKnow("other-system", "standard-address")).isFalse();
        assertThat(policy.mayKnow("city-centre", "no-such-resource")).isFalse();
        assertThat(policy.mayKnow("city-centre", "unheard-of")).isFalse();
    }

    @Test
    void aGrantsMaskReplacesTheResourcesMask() throws Exception {
        PolicySnapshot policy = Samples.policy(grant(g -> {
            g.fields = List.of("name", "phone", "idNumber");
            g.masks = Map.of("phone", "none", "name", "remove");
        }));
        Decision decision = PolicyEngine.decide(policy, Samples.request());
        byte[] answer = """
                {"data":[{"name":"王小明","idNumber":"11010519491231002X","contact":{"phone":"13800138000"}}]}""".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        byte[] filtered = ((Decision.Permit) decision).grant().filter().filter(answer, subject -> {});

        assertThat(new String(filtered, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"data\":[{\"idNumber\":\"110105********002X\",\"contact\":{\"phone\":\"13800138000\"}}]}");
    }
}
