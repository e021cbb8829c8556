package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.masking.AnswerFilter;
import cn.laohekou.hub.security.masking.FieldKeys;
import cn.laohekou.hub.security.masking.Release;
import cn.laohekou.hub.security.masking.Unfilterable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleasedTest {

    private static final String MEMBER = "11420682MB0000001Y";

    private static final FieldKeys KEYS = new FieldKeys() {
        @Override
        public String pseudonym(String identifier) {
            return "P" + identifier.length();
        }

        @Override
        public String encrypt(int field, String value) {
            return "E" + field;
        }

        @Override
        public int mark(int field, String value) {
            return 5;
        }
    };

    private static final List<Field> FIELDS = List.of(
            Samples.field("id", "a.p[].@id", ValueType.STRING, "cover:6,4", true),
            Samples.field("name", "a.p[].n:name", ValueType.STRING, "name", false),
            Samples.field("town", "a.p[].town", ValueType.STRING, null, false),
            Samples.field("age", "a.p[].age", ValueType.INTEGER, "band:10", false),
            Samples.field("lon", "a.p[].lon", ValueType.NUMBER, "round:2", false));

    private static final Resource XML = Samples.resource(
            "household",
            List.of(new Operation("list", "GET", "list", "list", List.of(), 0, AnswerFormat.XML, Map.of("n", "urn:n"))),
            FIELDS);

    private static Samples.GrantOf grant(Map<String, Object> conditions, String... fields) {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.resource = "household";
        grant.operations = Set.of("list");
        grant.fields = List.of(fields);
        grant.conditions = conditions;
        return grant;
    }

    private static CompiledGrant compiled(Resource resource, Grant grant) {
        PolicySnapshot policy =
                PolicySnapshot.build(1, List.of(Samples.SYSTEM), List.of(resource), List.of(grant), Samples.ZONE);
        return policy.grants(grant.system(), grant.resource()).get(0);
    }

    private static String released(CompiledGrant grant, AnswerFormat format, String answer) throws Unfilterable {
        assertThat(grant.findings()).isEmpty();
        AnswerFilter filter = grant.filter(format);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        return new String(
                filter.filter(bytes, 0, bytes.length, new Release(subject -> {}, null, grant.keyed() ? KEYS : null)),
                StandardCharsets.UTF_8);
    }

    private static List<String> findings(Map<String, Object> conditions, String... fields) {
        return PolicyValidator.grant(grant(conditions, fields).build(), XML).stream()
                .map(Finding::pointer)
                .toList();
    }

    @Test
    void anOperationThatAnswersInXmlReleasesXmlAndNothingElse() throws Unfilterable {
        CompiledGrant grant = compiled(XML, grant(Map.of(), "name", "age").build());

        assertThat(released(
                        grant,
                        AnswerFormat.XML,
                        "<a xmlns:x='urn:n'><p id='1'><x:name>王小明</x:name><age>37</age><town>t</town></p></a>"))
                .endsWith("<a xmlns:n=\"urn:n\"><p><n:name>王**</n:name><age>30</age></p></a>");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> grant.filter(AnswerFormat.JSON)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(grant.keyed()).isFalse();
    }

    @Test
    void rowConditionsReleaseOnlyTheirRows() throws Unfilterable {
        CompiledGrant grant = compiled(
                XML,
                grant(
                                Map.of(
                                        "rows",
                                        List.of(
                                                Map.of(
                                                        "field",
                                                        "town",
                                                        "startsWith",
                                                        List.of("4206"),
                                                        "notIn",
                                                        List.of("420699")),
                                                Map.of("field", "age", "from", 18, "until", "60"))),
                                "town")
                        .build());
        String person = "<p><town>%s</town><age>%s</age></p>";

        assertThat(released(
                        grant,
                        AnswerFormat.XML,
                        "<a>" + person.formatted("420682", "18") + person.formatted("420682", "60")
                                + person.formatted("420682", "17") + person.formatted("110000", "30")
                                + person.formatted("420699", "30") + person.formatted("420600", "59")
                                + "<p><town>420682</town></p></a>"))
                .endsWith("><p><town>420682</town></p><p><town>420600</town></p></a>");
    }

    @Test
    void pseudonymsMarksAndEncryptionUseTheKeysOfTheConsumer() throws Unfilterable {
        Samples.GrantOf grant = grant(
                Map.of(
                        "watermark", Map.of("fields", List.of("lon")),
                        "pseudonymDomain", Map.of("name", "survey", "departments", List.of(MEMBER))),
                "id",
                "lon",
                "town");
        grant.masks = Map.of("id", "pseudonym", "town", "sm4");
        CompiledGrant compiled = compiled(XML, grant.build());

        assertThat(released(compiled, AnswerFormat.XML, "<a><p id='420682'><town>x</town><lon>111.5</lon></p></a>"))
                .endsWith("<p id=\"P6\"><town>E2</town><lon>111.50005</lon></p></a>");
        assertThat(compiled.keyed()).isTrue();
        assertThat(compiled.pseudonymDomain())
                .isEqualTo(new PseudonymDomain("survey", new java.util.TreeSet<>(Set.of(MEMBER))));
    }

    @Test
    void onlyMembersOfThePseudonymDomainArePermitted() {
        Samples.GrantOf grant =
                grant(Map.of("pseudonymDomain", Map.of("name", "survey", "departments", List.of(MEMBER))), "id");
        grant.masks = Map.of("id", "pseudonym");

        assertThat(decided(grant.build(), MEMBER)).isInstanceOf(Decision.Permit.class);
        assertThat(decided(grant.build(), Samples.DEPARTMENT))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.reason()).isEqualTo(DenyReason.DEPARTMENT_MISMATCH));
    }

    private static Decision decided(Grant grant, String department) {
        PolicySnapshot policy = PolicySnapshot.build(
                1,
                List.of(new ConsumerSystem(grant.system(), department, true)),
                List.of(XML),
                List.of(grant),
                Samples.ZONE);
        return PolicyEngine.decide(
                policy,
                new DecisionRequest(
                        grant.system(),
                        department,
                        "household",
                        "list",
                        "city-management",
                        null,
                        null,
                        null,
                        Samples.NOW));
    }

    @Test
    void conditionsOnTheReleaseThatNobodyCouldCarryOutAreRefusedWhenWritten() {
        assertThat(findings(Map.of("rows", List.of(Map.of("field", "nothing", "in", List.of("x")))), "town"))
                .containsExactly("/conditions/rows/0/field");
        assertThat(findings(Map.of("rows", List.of(Map.of("field", "age", "in", List.of("x")))), "town"))
                .containsExactly("/conditions/rows/0");
        assertThat(findings(Map.of("rows", List.of(Map.of("field", "town", "from", "a"))), "town"))
                .containsExactly("/conditions/rows/0");
        assertThat(findings(Map.of("rows", List.of(Map.of("field", "town"))), "town"))
                .containsExactly("/conditions/rows/0");
        assertThat(findings(
                        Map.of(
                                "rows",
                                List.of(
                                        Map.of("field", "town", "in", List.of("x")),
                                        Map.of("field", "town", "in", List.of("y")))),
                        "town"))
                .containsExactly("/conditions/rows/1");
        assertThat(findings(Map.of("rows", List.of(Map.of("field", "town", "like", "x"))), "town"))
                .contains("/conditions/rows/0/like");
        assertThat(findings(Map.of("watermark", Map.of("fields", List.of("age"))), "age"))
                .containsExactly("/conditions/watermark/fields");
        assertThat(findings(Map.of("watermark", Map.of("fields", List.of("town"))), "age"))
                .containsExactly("/conditions/watermark/fields");
        assertThat(findings(Map.of("watermark", Map.of("fields", List.of("id"))), "id"))
                .containsExactly("/conditions/watermark/fields");
        assertThat(findings(Map.of("pseudonymDomain", Map.of("name", "X", "departments", List.of("1"))), "id"))
                .contains("/conditions/pseudonymDomain/name", "/conditions/pseudonymDomain/departments/0");
    }

    @Test
    void aResourceThatCannotBeFilteredInItsFormatIsRefusedWhenWritten() {
        Resource table = Samples.resource(
                "household",
                List.of(new Operation("list", "GET", "list", "list", List.of(), 0, AnswerFormat.CSV, Map.of())),
                FIELDS);
        Resource undeclared = Samples.resource(
                "household",
                List.of(new Operation("list", "GET", "list", "list", List.of(), 0, AnswerFormat.XML, Map.of())),
                FIELDS);
        Resource reserved = Samples.resource(
                "household",
                List.of(new Operation(
                        "list",
                        "GET",
                        "list",
                        "list",
                        List.of(),
                        0,
                        AnswerFormat.XML,
                        Map.of("n", "urn:n", "xmlx", "urn:y"))),
                FIELDS);
        Resource json = Samples.resource(
                "household",
                List.of(new Operation(
                        "list", "GET", "list", "list", List.of(), 0, AnswerFormat.JSON, Map.of("n", "urn:n"))),
                FIELDS);

        assertThat(PolicyValidator.resource(XML)).isEmpty();
        assertThat(PolicyValidator.resource(table)).isEmpty();
        assertThat(PolicyValidator.resource(undeclared))
                .extracting(Finding::pointer)
                .containsExactly("/fields/1/path");
        assertThat(PolicyValidator.resource(reserved))
                .extracting(Finding::pointer)
                .containsExactly("/operations/0/namespaces/xmlx");
        assertThat(PolicyValidator.resource(json))
                .extracting(Finding::pointer)
                .containsExactly("/operations/0/namespaces/n");
    }
}
