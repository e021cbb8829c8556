package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.security.identity.TokenFault;
import cn.laohekou.hub.security.policy.ConditionType;
import cn.laohekou.hub.security.policy.ConditionTypes;
import cn.laohekou.hub.security.policy.DeliveryConditions;
import cn.laohekou.hub.security.policy.DenyReason;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {

    @ParameterizedTest
    @EnumSource
    void everyDenialOfThePolicyHasACodeAndIsForbiddenUnlessTheHubCannotTell(DenyReason reason) {
        int expected = reason == DenyReason.CERTIFICATE_UNCHECKABLE ? 503 : 403;
        assertThat(Refusals.of(reason).status()).isEqualTo(reason == DenyReason.RESOURCE_SUNSET ? 410 : expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyTokenFaultHasACodeAndIsUnauthorizedUnlessTheHubCannotTell(TokenFault fault) {
        assertThat(Refusals.of(fault).status()).isEqualTo(fault == TokenFault.KEYS_UNAVAILABLE ? 503 : 401);
    }

    @ParameterizedTest
    @EnumSource
    void everyFaultOfAConnectorHasACodeOfTheServersSide(FaultCode fault) {
        assertThat(Refusals.of(fault).status()).isBetween(500, 599);
    }

    @ParameterizedTest
    @EnumSource
    void aLegThatDidNotTryTellsWhenToComeBack(LegOutcome.Refused.Why why) {
        assertThat(Refusals.of(why).status()).isEqualTo(503);
        assertThat(Refusals.of(why).retryAfterSeconds()).isPositive();
    }

    @Test
    void aStoppedResourceIsSaidToBeStoppedToThoseWhoHoldAGrantAndToNobodyElse() {
        Grant grant = new Grant(
                "grant-1",
                1,
                "city-operation",
                "paused-one",
                Set.of("villages"),
                Set.of("welfare-check"),
                List.of("code"),
                Map.of(),
                Instant.EPOCH,
                Instant.MAX,
                0,
                0,
                0,
                Map.of(),
                List.of(),
                Grant.State.ACTIVE);
        PolicySnapshot policy = PolicySnapshot.build(1, List.of(), List.of(), List.of(grant), ZoneOffset.UTC);

        assertThat(Refusals.absent(policy, "city-operation", "paused-one")).isEqualTo(ErrorCode.RESOURCE_STOPPED);
        assertThat(Refusals.absent(policy, "another-system", "paused-one")).isEqualTo(ErrorCode.RESOURCE_UNKNOWN);
        assertThat(Refusals.absent(policy, "city-operation", "none-such")).isEqualTo(ErrorCode.RESOURCE_UNKNOWN);
    }

    @Test
    void everyObligationAGrantCanStateIsCarriedOutByTheEntry() {
        Set<String> obligations = ConditionTypes.standard().all().stream()
                .filter(ConditionType::obliges)
                .map(ConditionType::name)
                .collect(Collectors.toSet());

        assertThat(Questions.FULFILLED).isNotEmpty().doesNotContain(DeliveryConditions.DELIVERY);
        obligations.remove(DeliveryConditions.DELIVERY);
        assertThat(Questions.FULFILLED)
                .as("deliveries have a gate of their own")
                .isEqualTo(obligations);
    }
}
