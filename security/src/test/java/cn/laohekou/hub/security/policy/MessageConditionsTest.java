package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.crypto.BodyEnvelope;
import cn.laohekou.hub.security.signature.AnswerSigning;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What grants can demand of the messages themselves. */
class MessageConditionsTest {

    private static Decision decide(Map<String, Object> conditions, CallFacts facts) {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.conditions = conditions;
        return PolicyEngine.decide(
                Samples.policy(grant.build()), Samples.request().with(facts));
    }

    private static List<Finding> findings(String name, Object value) {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.conditions = Map.of(name, value);
        return PolicyValidator.grant(grant.build(), Samples.resource());
    }

    @Test
    void onlyTheListedKindsOfSignatureSatisfyTheDemand() {
        Map<String, Object> demand = Map.of("signedRequest", List.of("message-signature"));

        assertThat(decide(demand, CallFacts.NONE))
                .isInstanceOfSatisfying(
                        Decision.Deny.class,
                        deny -> assertThat(deny.reason()).isEqualTo(DenyReason.SIGNATURE_REQUIRED));
        assertThat(decide(demand, CallFacts.NONE.withSignature("header-convention")))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide(demand, CallFacts.NONE.withSignature("message-signature")))
                .isInstanceOf(Decision.Permit.class);
    }

    @Test
    void anEntryThatDoesNotSignOrEncryptAnswersIsDenied() {
        Map<String, Object> demand = Map.of("signedAnswer", "sm2-sm3", "encryptedBody", "sm4-gcm");

        assertThat(decide(demand, CallFacts.NONE.fulfilling(Set.of("signedAnswer"))))
                .isInstanceOf(Decision.Deny.class);
        assertThat(decide(demand, CallFacts.NONE.fulfilling(Set.of("signedAnswer", "encryptedBody"))))
                .isInstanceOfSatisfying(Decision.Permit.class, permit -> {
                    assertThat(permit.grant().obligation("signedAnswer", AnswerSigning.class))
                            .isEqualTo(AnswerSigning.SM2);
                    assertThat(permit.grant().obligation("encryptedBody", BodyEnvelope.Mode.class))
                            .isEqualTo(BodyEnvelope.Mode.SM4_GCM);
                });
    }

    @Test
    void valuesNobodyEnforcesAreRefused() {
        assertThat(findings("signedRequest", List.of("by-hand"))).isNotEmpty();
        assertThat(findings("signedRequest", List.of())).isNotEmpty();
        assertThat(findings("signedRequest", true)).isNotEmpty();
        assertThat(findings("signedAnswer", "md5")).isNotEmpty();
        assertThat(findings("encryptedBody", "aes")).isNotEmpty();
        assertThat(findings("encryptedBody", "sm4-cbc")).isEmpty();
    }
}
