package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.crypto.BodyEnvelope;
import cn.laohekou.hub.security.signature.AnswerSigning;
import cn.laohekou.hub.security.signature.Proof;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Conditions on the messages themselves: signed requests, signed answers, encrypted bodies. */
public final class MessageConditions {

    /** Name of the condition on requests. */
    public static final String SIGNED_REQUEST = "signedRequest";

    /** Name of the obligation on answers; an {@link AnswerSigning}. */
    public static final String SIGNED_ANSWER = "signedAnswer";

    /** Name of the obligation on bodies both ways; a {@link BodyEnvelope.Mode}. */
    public static final String ENCRYPTED_BODY = "encryptedBody";

    private static final List<String> MECHANISMS =
            Arrays.stream(Proof.Mechanism.values()).map(Proof.Mechanism::label).toList();

    static final List<ConditionType> ALL = List.of(
            new StandardConditions.Named(
                    SIGNED_REQUEST,
                    "请求须以所列方式之一签名",
                    "requests must be signed in one of the ways listed",
                    MECHANISMS,
                    MessageConditions::signedRequest),
            new StandardConditions.Named(
                    SIGNED_ANSWER,
                    "应答由枢纽签名",
                    "answers are signed by the hub",
                    AnswerSigning.SM2.label(),
                    MessageConditions::signedAnswer),
            new StandardConditions.Named(
                    ENCRYPTED_BODY,
                    "请求与应答的正文以系统的 SM4 密钥加密",
                    "bodies of requests and answers are encrypted with the system's SM4 key",
                    BodyEnvelope.Mode.SM4_GCM.label(),
                    MessageConditions::encryptedBody));

    private MessageConditions() {}

    private static CompiledCondition signedRequest(ConditionValue value) {
        Set<String> named = new HashSet<>();
        value.items().forEach(item -> named.add(item.choice(MECHANISMS)));
        Set<String> accepted = Set.copyOf(named);
        return CompiledCondition.decided((policy, request) -> {
            String mechanism = request.facts().signature();
            return mechanism != null && accepted.contains(mechanism) ? null : DenyReason.SIGNATURE_REQUIRED;
        });
    }

    private static CompiledCondition signedAnswer(ConditionValue value) {
        String label = value.choice(
                Arrays.stream(AnswerSigning.values()).map(AnswerSigning::label).toList());
        for (AnswerSigning way : AnswerSigning.values()) {
            if (way.label().equals(label)) {
                return CompiledCondition.obliged(way);
            }
        }
        return CompiledCondition.NOTHING;
    }

    private static CompiledCondition encryptedBody(ConditionValue value) {
        String label = value.choice(Arrays.stream(BodyEnvelope.Mode.values())
                .map(BodyEnvelope.Mode::label)
                .toList());
        return BodyEnvelope.Mode.of(label).map(CompiledCondition::obliged).orElse(CompiledCondition.NOTHING);
    }
}
