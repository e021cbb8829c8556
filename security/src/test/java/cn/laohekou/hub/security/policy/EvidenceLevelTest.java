package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A grant says how much its releases leave on record; little is enough only where nobody could be harmed. */
class EvidenceLevelTest {

    private static final Field CODE = plain("code", "data[].code");
    private static final Field TOTAL = plain("total", "total");

    private static Field plain(String name, String path) {
        return new Field(name, path, ValueType.STRING, Field.Sensitivity.NONE, null, false);
    }

    private static PolicySnapshot policy(int level, List<Field> fields, Object stated) {
        Resource of = Samples.resource("standard-address", Samples.OPERATIONS, fields);
        Resource resource = new Resource(
                of.name(),
                of.title(),
                of.department(),
                of.connector(),
                of.sharing(),
                level,
                of.maxAnswerBytes(),
                of.revision(),
                of.operations(),
                of.fields());
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.fields = List.of("total", "code");
        grant.conditions = stated.equals("") ? Map.of() : Map.of("evidence", stated);
        return PolicySnapshot.build(
                1, List.of(Samples.SYSTEM), List.of(resource), List.of(grant.build()), Samples.ZONE);
    }

    private static Decision decide(PolicySnapshot policy, Set<String> carriedOut) {
        return PolicyEngine.decide(policy, Samples.request().with(CallFacts.NONE.fulfilling(carriedOut)));
    }

    private static @Nullable EvidenceLevel level(PolicySnapshot policy) {
        return decide(policy, EvidenceLevel.OBLIGATION) instanceof Decision.Permit permit
                ? EvidenceLevel.of(permit.grant())
                : null;
    }

    private static List<Finding> findings(PolicySnapshot policy) {
        return policy.grants().get(0).findings();
    }

    @Test
    void eachFieldIsCommittedToUnlessTheGrantSaysOtherwise() {
        List<Field> fields = List.of(TOTAL, CODE);

        assertThat(level(policy(1, fields, ""))).isEqualTo(EvidenceLevel.FIELDS);
        assertThat(level(policy(1, fields, "fields"))).isEqualTo(EvidenceLevel.FIELDS);
        assertThat(level(policy(1, fields, "record"))).isEqualTo(EvidenceLevel.RECORD);
    }

    @Test
    void aHigherLevelMayNotLeaveARecordAlone() {
        PolicySnapshot policy = policy(2, List.of(TOTAL, CODE), "record");

        assertThat(findings(policy)).singleElement().satisfies(found -> {
            assertThat(found.pointer()).isEqualTo("/conditions/evidence");
            assertThat(found.en()).contains("standard-address", "level 2", "state fields");
        });
        assertThat(level(policy)).isNull();
        assertThat(findings(policy(2, List.of(TOTAL, CODE), "fields"))).isEmpty();
    }

    @Test
    void personalInformationMayNotLeaveARecordAlone() {
        Field personal = new Field("code", "data[].code", ValueType.STRING, Field.Sensitivity.PERSONAL, null, false);
        Field subject = new Field("idNumber", "data[].id", ValueType.STRING, Field.Sensitivity.NONE, null, true);
        Field elsewhere = new Field("phone", "data[].phone", ValueType.STRING, Field.Sensitivity.PERSONAL, null, false);

        assertThat(findings(policy(1, List.of(TOTAL, personal), "record")))
                .singleElement()
                .satisfies(found -> assertThat(found.en()).contains("field code is personal"));
        assertThat(findings(policy(1, List.of(TOTAL, CODE, subject), "record")))
                .as("rows about persons, although the grant does not release who they are")
                .hasSize(1);
        assertThat(findings(policy(1, List.of(TOTAL, CODE, elsewhere), "record")))
                .as("a personal field that is not granted")
                .isEmpty();
    }

    @Test
    void aLevelNobodyKnowsIsRefused() {
        assertThat(findings(policy(1, List.of(TOTAL, CODE), "none")))
                .singleElement()
                .satisfies(found -> assertThat(found.en()).contains("record, fields"));
    }

    @Test
    void anEntryThatDoesNotKnowTheLevelsReleasesNothing() {
        assertThat(decide(policy(1, List.of(TOTAL, CODE), "fields"), Set.of()))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.reason()).isEqualTo(DenyReason.POLICY_UNENFORCEABLE));
    }
}
