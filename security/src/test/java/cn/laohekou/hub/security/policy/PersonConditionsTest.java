package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonConditionsTest {

    private static Grant grant(String condition, Object value) {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.conditions = Map.of(condition, value);
        return grant.build();
    }

    private static @Nullable DenyReason decided(String condition, Object value, CallFacts facts) {
        Decision decision = PolicyEngine.decide(
                Samples.policy(grant(condition, value)), Samples.request().with(facts));
        return decision instanceof Decision.Deny deny ? deny.reason() : null;
    }

    @Test
    void aProvenPersonSatisfiesAndAStatedOneDoesNot() {
        assertThat(decided("verifiedPerson", true, CallFacts.NONE)).isEqualTo(DenyReason.PERSON_NOT_VERIFIED);
        assertThat(decided("verifiedPerson", true, CallFacts.NONE.withPerson(4, false)))
                .isEqualTo(DenyReason.PERSON_NOT_VERIFIED);
        assertThat(decided("verifiedPerson", true, CallFacts.NONE.withPerson(0, true)))
                .isNull();
        assertThat(decided("verifiedPerson", false, CallFacts.NONE)).isNull();
    }

    @Test
    void aLevelIsTheLeastThatIsAccepted() {
        assertThat(decided("assurance", 3, CallFacts.NONE.withPerson(3, true))).isNull();
        assertThat(decided("assurance", 3, CallFacts.NONE.withPerson(4, true))).isNull();
        assertThat(decided("assurance", 3, CallFacts.NONE.withPerson(2, true))).isEqualTo(DenyReason.ASSURANCE_TOO_LOW);
        assertThat(decided("assurance", 1, CallFacts.NONE.withPerson(0, true))).isEqualTo(DenyReason.ASSURANCE_TOO_LOW);
    }

    @Test
    void aLevelThatNobodyProvedCountsForNothing() {
        assertThat(decided("assurance", 1, CallFacts.NONE.withPerson(4, false)))
                .isEqualTo(DenyReason.PERSON_NOT_VERIFIED);
        assertThat(decided("assurance", 1, CallFacts.NONE)).isEqualTo(DenyReason.PERSON_NOT_VERIFIED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, -1})
    void levelsThatDoNotExistAreRefusedWhenWritten(int level) {
        assertThat(PolicyValidator.grant(grant("assurance", level), Samples.resource()))
                .extracting(Finding::pointer)
                .containsExactly("/conditions/assurance");
    }
}
