package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import cn.laohekou.hub.security.policy.Parameter.In;
import cn.laohekou.hub.security.policy.Samples.GrantOf;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyValidatorTest {

    private static List<String> grant(Consumer<GrantOf> change) {
        GrantOf grant = new GrantOf();
        change.accept(grant);
        return pointers(PolicyValidator.grant(grant.build(), Samples.resource()));
    }

    private static List<String> pointers(List<Finding> findings) {
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.zh()).matches(".*\\p{IsHan}.*");
            assertThat(finding.en()).isNotBlank();
        });
        return findings.stream().map(Finding::pointer).toList();
    }

    private static List<String> operation(Operation operation) {
        return pointers(
                PolicyValidator.resource(Samples.resource("some-resource", List.of(operation), Samples.FIELDS)));
    }

    private static List<String> fields(Field... fields) {
        return pointers(
                PolicyValidator.resource(Samples.resource("some-resource", Samples.OPERATIONS, List.of(fields))));
    }

    @Test
    void theSamplesHaveNoFindings() {
        assertThat(PolicyValidator.resource(Samples.resource())).isEmpty();
        assertThat(grant(g -> {})).isEmpty();
    }

    @Test
    void aGrantIsRefusedForEverythingNobodyEnforces() {
        assertThat(grant(g -> g.id = "Bad Id")).containsExactly("/id");
        assertThat(grant(g -> g.system = " ")).containsExactly("/system");
        assertThat(grant(g -> g.operations = Set.of())).containsExactly("/operations");
        assertThat(grant(g -> g.operations = Set.of("villages", "drop"))).containsExactly("/operations");
        assertThat(grant(g -> g.purposes = Set.of())).containsExactly("/purposes");
        assertThat(grant(g -> g.purposes = Set.of(" "))).containsExactly("/purposes");
        assertThat(grant(g -> g.fields = List.of())).containsExactly("/fields");
        assertThat(grant(g -> g.fields = List.of("code", "salary"))).containsExactly("/fields/1");
        assertThat(grant(g -> g.fields = List.of("code", "code"))).containsExactly("/fields/1");
        assertThat(grant(g -> g.masks = Map.of("phone", "hide"))).containsExactly("/masks/phone");
        assertThat(grant(g -> g.masks = Map.of("phone", "zero"))).containsExactly("/masks/phone");
        assertThat(grant(g -> g.masks = Map.of("lon", "round:1"))).containsExactly("/masks/lon");
        assertThat(grant(g -> g.masks = Map.of("a/b~", "none"))).containsExactly("/masks/a~1b~0");
        assertThat(grant(g -> g.until = g.from)).containsExactly("/validUntil");
        assertThat(grant(g -> g.until = Instant.EPOCH)).containsExactly("/validUntil");
        assertThat(grant(g -> g.perDay = -1)).containsExactly("/perDay");
        assertThat(grant(g -> g.conditions = Map.of("windows", List.of(Map.of("from", "12:00", "until", "12:00")))))
                .containsExactly("/conditions/windows/0");
    }

    @Test
    void allFindingsComeAtOnce() {
        assertThat(grant(g -> {
                    g.fields = List.of("x");
                    g.conditions = Map.of("networks", List.of("10.0.0.0/8", "example.com"));
                    g.operations = Set.of("nothing");
                }))
                .containsExactlyInAnyOrder("/fields/0", "/conditions/networks/1", "/operations");
    }

    @Test
    void aGrantOnNoResourceIsRefused() {
        assertThat(pointers(PolicyValidator.grant(new GrantOf().build(), null))).containsExactly("/resource");
    }

    @Test
    void aFindingNamesWhatIsKnown() {
        GrantOf grant = new GrantOf();
        grant.fields = List.of("salary");

        assertThat(PolicyValidator.grant(grant.build(), Samples.resource()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.en()).contains("salary", "code, name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "10.0.0/8",
                "010.0.0.0/8",
                "256.0.0.0/8",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "localhost",
                "example.com/24",
                "2001:db8::/129",
                "2001:db8::1/32",
                "2001:db8",
                "fe80::1%eth0",
                "::g",
                ":",
                "1",
                "10.0.0.0 /8"
            })
    void aMalformedNetworkIsRefused(String network) {
        assertThat(grant(g -> g.conditions = Map.of("networks", List.of(network))))
                .containsExactly("/conditions/networks/0");
    }

    @ParameterizedTest
    @CsvSource({
        "x y, GET, villages, '/operations/0/name'",
        "list, PUT, villages, '/operations/0/method'",
        "list, get, villages, '/operations/0/method'",
        "list, GET, '', '/operations/0/path'",
    })
    void anOperationNobodyCanMatchIsRefused(String name, String method, String path, String pointer) {
        assertThat(operation(Samples.operation(name, method, path, 0))).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/villages",
                "villages/",
                "a//b",
                "a/../b",
                "./a",
                "a b",
                "a%20b",
                "a/{b",
                "a/{}",
                "a/{b}.json",
                "村",
                "a?b=c",
                "a;b",
                "http://x/y",
                "a/{b}/{b}"
            })
    void aMalformedTemplateIsRefused(String path) {
        assertThat(operation(new Operation("list", "GET", path, "list", List.of(), 0)))
                .contains("/operations/0/path");
        assertThat(operation(new Operation("list", "GET", "list", path, List.of(), 0)))
                .contains("/operations/0/counterpartPath");
    }

    @Test
    void parametersThatCannotBeKeptAreRefused() {
        assertThat(operation(Samples.operation(
                        "list", "GET", "list", 0, Samples.parameter("q q", In.QUERY, ValueType.STRING, true))))
                .containsExactly("/operations/0/parameters/0/name");
        assertThat(operation(Samples.operation(
                        "list",
                        "GET",
                        "list",
                        0,
                        Samples.parameter("q", In.QUERY, ValueType.STRING, true),
                        Samples.parameter("q", In.QUERY, ValueType.STRING, true))))
                .containsExactly("/operations/0/parameters/1/name");
        assertThat(operation(Samples.operation(
                        "list", "GET", "list", 0, Samples.parameter("q", In.BODY, ValueType.STRING, true))))
                .containsExactly("/operations/0/parameters/0/in", "/operations/0/maxBodyBytes");
        assertThat(operation(Samples.operation(
                        "list", "GET", "list/{id}", 0, Samples.parameter("id", In.PATH, ValueType.STRING, false))))
                .containsExactly("/operations/0/parameters/0/required");
        assertThat(operation(Samples.operation("list", "GET", "list/{id}", 0))).contains("/operations/0/path");
        assertThat(operation(Samples.operation(
                        "list", "GET", "list", 0, Samples.parameter("id", In.PATH, ValueType.STRING, true))))
                .containsExactly("/operations/0/path");
        assertThat(operation(Samples.operation("list", "GET", "list", 5)))
                .containsExactly("/operations/0/maxBodyBytes");
        assertThat(operation(Samples.operation("list", "POST", "list", -5)))
                .containsExactly("/operations/0/maxBodyBytes");
    }

    @Test
    void aSensitiveParameterOutsideTheBodyAndABadPatternOrLengthAreRefused() {
        assertThat(operation(Samples.operation(
                        "list",
                        "GET",
                        "list",
                        0,
                        new Parameter("id", In.QUERY, ValueType.STRING, true, "[a", 9999, List.of(), true, false))))
                .containsExactlyInAnyOrder(
                        "/operations/0/parameters/0/in",
                        "/operations/0/parameters/0/maxLength",
                        "/operations/0/parameters/0/pattern");
    }

    @Test
    void twoOperationsOfOneNameOrOfOneShapeAreRefused() {
        Parameter a = Samples.parameter("a", In.PATH, ValueType.STRING, true);
        Parameter b = Samples.parameter("b", In.PATH, ValueType.STRING, true);

        assertThat(pointers(PolicyValidator.resource(Samples.resource(
                        "some-resource",
                        List.of(
                                Samples.operation("one", "GET", "x/{a}", 0, a),
                                Samples.operation("two", "GET", "x/{b}", 0, b),
                                Samples.operation("one", "GET", "y", 0)),
                        Samples.FIELDS))))
                .containsExactly("/operations/1/path", "/operations/2/name");
    }

    @Test
    void fieldsNobodyCanFilterAreRefused() {
        assertThat(fields(Samples.field("a b", "a", ValueType.STRING, null, false)))
                .containsExactly("/fields/0/name");
        assertThat(fields(
                        Samples.field("a", "a", ValueType.STRING, null, false),
                        Samples.field("a", "b", ValueType.STRING, null, false)))
                .containsExactly("/fields/1/name");
        assertThat(fields(Samples.field("a", "a..b", ValueType.STRING, null, false)))
                .containsExactly("/fields/0/path");
        assertThat(fields(
                        Samples.field("a", "a", ValueType.STRING, null, false),
                        Samples.field("b", "a", ValueType.STRING, null, false)))
                .containsExactly("/fields/1/path");
        assertThat(fields(
                        Samples.field("a", "a[]", ValueType.STRING, null, false),
                        Samples.field("b", "a.b", ValueType.STRING, null, false)))
                .containsExactly("/fields/1/path");
        assertThat(fields(Samples.field("a", "a", ValueType.STRING, "blur", false)))
                .containsExactly("/fields/0/mask");
        assertThat(fields(Samples.field("a", "a", ValueType.INTEGER, "name", false)))
                .containsExactly("/fields/0/mask");
        assertThat(fields(Samples.field("a", "a.".repeat(70) + "a", ValueType.STRING, null, false)))
                .containsExactly("/fields/0/path");
    }

    @Test
    void aResourceHeaderOutOfRangeIsRefused() {
        assertThat(pointers(PolicyValidator.resource(
                        new Resource("X", "t", "d", "c", SharingType.CONDITIONAL, 7, 0, 1, List.of(), List.of()))))
                .containsExactly("/name", "/level", "/maxAnswerBytes", "/operations", "/fields");
    }

    @Test
    void anOperationWithFindingsMatchesNoPath() {
        CompiledResource resource = CompiledResource.compile(Samples.resource(
                "some-resource", List.of(Samples.operation("list", "PUT", "list", 0)), Samples.FIELDS));

        assertThat(resource.match("PUT", "list")).isInstanceOf(PathMatch.NoSuchOperation.class);
    }

    @Test
    void aGrantWithFindingsHasNoFilter() {
        GrantOf grant = new GrantOf();
        grant.fields = List.of("salary");
        CompiledGrant compiled = Samples.policy(grant.build())
                .grants("city-centre", "standard-address")
                .get(0);

        assertThat(compiled.enforceable()).isFalse();
        assertThatIllegalStateException().isThrownBy(compiled::filter);
    }

    @Test
    void twoResourcesOfOneNameAreRefusedWhenTheSnapshotIsBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicySnapshot.build(
                        1, List.of(), List.of(Samples.resource(), Samples.resource()), List.of(), Samples.ZONE));
    }

    @Test
    void theNextSnapshotKeepsWhatDidNotChangeAndCompilesWhatDid() {
        GrantOf kept = new GrantOf();
        GrantOf changed = new GrantOf();
        changed.id = "grant-two";
        PolicySnapshot before = Samples.policy(kept.build(), changed.build());
        changed.state = Grant.State.REVOKED;

        PolicySnapshot after = before.next(
                8, List.of(Samples.SYSTEM), List.of(Samples.resource()), List.of(kept.build(), changed.build()));

        List<CompiledGrant> old = before.grants("city-centre", "standard-address");
        List<CompiledGrant> renewed = after.grants("city-centre", "standard-address");
        assertThat(after.epoch()).isEqualTo(8);
        assertThat(renewed.get(0)).isSameAs(old.get(0));
        assertThat(renewed.get(1)).isNotSameAs(old.get(1));
        assertThat(renewed.get(1).grant().state()).isEqualTo(Grant.State.REVOKED);
        assertThat(before.next(9, List.of(), List.of(), List.of()).grants("city-centre", "standard-address"))
                .isEmpty();
    }

    @Test
    void aChangedResourceCompilesItsGrantsAgain() {
        Grant grant = new GrantOf().build();
        PolicySnapshot before = Samples.policy(grant);
        Resource withoutPhone = Samples.resource(
                "standard-address",
                Samples.OPERATIONS,
                Samples.FIELDS.stream()
                        .filter(field -> !field.name().equals("phone"))
                        .toList());

        PolicySnapshot after = before.next(8, List.of(Samples.SYSTEM), List.of(withoutPhone), List.of(grant));

        assertThat(after.grants("city-centre", "standard-address").get(0).enforceable())
                .isFalse();
        assertThat(after.next(9, List.of(Samples.SYSTEM), List.of(Samples.resource()), List.of(grant))
                        .grants("city-centre", "standard-address")
                        .get(0)
                        .enforceable())
                .isTrue();
    }

    @Test
    void aSnapshotKnowsItsEpochAndZone() {
        PolicySnapshot policy = Samples.policy();

        assertThat(policy.epoch()).isEqualTo(7);
        assertThat(policy.zone()).isEqualTo(Samples.ZONE);
        assertThat(policy.resources()).hasSize(1);
    }
}
