package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.identity.ActingPerson;

/** What a grant can demand of the person on whose behalf a system asks. */
final class PersonConditions {

    /** The person is proven by the caller's token; a name in a header is not enough. */
    static final ConditionType VERIFIED = new StandardConditions.Named(
            "verifiedPerson",
            "须由令牌证明经办人或当事人的身份,仅填写 Hub-Person 不够",
            "the acting person must be proven by the token; Hub-Person alone does not do",
            true,
            value -> value.flag()
                    ? CompiledCondition.decided((policy, request) ->
                            request.facts().personVerified() ? null : DenyReason.PERSON_NOT_VERIFIED)
                    : CompiledCondition.NOTHING);

    /** The person is proven, and at least at this level. */
    static final ConditionType ASSURANCE = new StandardConditions.Named(
            "assurance",
            "须由令牌证明经办人或当事人的身份,且认证等级不低于此值(1 至 4)",
            "the acting person must be proven by the token at this level of assurance at least, 1 to 4",
            3,
            PersonConditions::assurance);

    private PersonConditions() {}

    private static CompiledCondition assurance(ConditionValue value) {
        long least = value.integer(1, ActingPerson.MAX_ASSURANCE);
        return CompiledCondition.decided((policy, request) -> {
            CallFacts facts = request.facts();
            if (!facts.personVerified()) {
                return DenyReason.PERSON_NOT_VERIFIED;
            }
            return facts.assuranceLevel() >= least ? null : DenyReason.ASSURANCE_TOO_LOW;
        });
    }
}
