package cn.laohekou.hub.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepUpRuleTest {

    private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");

    private final StepUpRule rule = new StepUpRule(StepUpRule.CRYPTOGRAPHIC, Duration.ofMinutes(15));

    private boolean satisfied(@Nullable String context, long secondsAgo) {
        return rule.satisfiedBy(new Person.Login("s", context, NOW.getEpochSecond() - secondsAgo), NOW);
    }

    @Test
    void aRecentSignInWithACryptographicFactorSuffices() {
        assertThat(satisfied("cryptographic", 0)).isTrue();
        assertThat(satisfied("cryptographic", 900)).isTrue();
        assertThat(satisfied("cryptographic", -30)).as("clocks a little apart").isTrue();
    }

    @Test
    void anythingElseDoesNot() {
        assertThat(satisfied("cryptographic", 901)).isFalse();
        assertThat(satisfied("cryptographic", -31)).as("from the future").isFalse();
        assertThat(satisfied("password", 0)).isFalse();
        assertThat(satisfied(null, 0)).isFalse();
        assertThat(satisfied("2", 0)).isFalse();
        assertThat(rule.satisfiedBy(new Person.Login("s", "cryptographic", 0), NOW))
                .as("at an unknown time")
                .isFalse();
    }

    @Test
    void theChallengeSaysWhatIsAskedFor() {
        assertThat(rule.challenge())
                .startsWith("Bearer ")
                .contains("error=\"insufficient_user_authentication\"")
                .contains("acr_values=\"cryptographic\"")
                .contains("max_age=\"900\"");
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new StepUpRule("", Duration.ofMinutes(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new StepUpRule("a\"b", Duration.ofMinutes(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new StepUpRule("a", Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new StepUpRule("a", Duration.ofDays(1)));
    }

    @Test
    void nobodyIsTwoOfTheThreeAdministrators() {
        assertThat(SeparateDuties.kept(Set.of("system-administrator", "operations")))
                .isTrue();
        assertThat(SeparateDuties.kept(Set.of())).isTrue();
        assertThat(SeparateDuties.kept(Set.of("system-administrator", "audit-administrator")))
                .isFalse();
        assertThat(SeparateDuties.held(Set.of("security-administrator", "audit-administrator", "operations")))
                .containsExactly("security-administrator", "audit-administrator");
    }
}
