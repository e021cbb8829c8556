package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.security.identity.TokenFault;
import cn.laohekou.hub.security.policy.DenyReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {

    @ParameterizedTest
    @EnumSource
    void everyDenialOfThePolicyHasACodeAndIsForbiddenUnlessTheHubCannotTell(DenyReason reason) {
        assertThat(Refusals.of(reason).status()).isEqualTo(reason == DenyReason.CERTIFICATE_UNCHECKABLE ? 503 : 403);
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
}
