package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.identity.SocialCreditCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * To whom the consumer may pass the data on. A caller that asks on behalf of another department has to say so; unless
 * the grant names that department, it is denied, also when the grant says nothing.
 */
final class OnwardSharing implements ConditionType {

    private static final String FORBIDDEN = "forbidden";
    private static final CompiledCondition OWN_USE_ONLY = to(Set.of()::contains);

    @Override
    public String name() {
        return "onwardSharing";
    }

    @Override
    public String zh() {
        return "不得转供其他部门,或只得转供所列部门(统一社会信用代码)";
    }

    @Override
    public String en() {
        return "data must not be passed on, or only to the departments listed (unified social credit codes)";
    }

    @Override
    public Object example() {
        return FORBIDDEN;
    }

    @Override
    public CompiledCondition compile(ConditionValue value) {
        if (!value.isList()) {
            value.choice(List.of(FORBIDDEN));
            return OWN_USE_ONLY;
        }
        Set<String> codes = new HashSet<>();
        value.items().forEach(item -> codes.add(code(item)));
        Set<String> allowed = Set.copyOf(codes);
        return to(allowed::contains);
    }

    @Override
    public CompiledCondition whenAbsent() {
        return OWN_USE_ONLY;
    }

    private static String code(ConditionValue item) {
        return item.parsed(
                text -> SocialCreditCode.isValid(text) ? text : null,
                "",
                "应为统一社会信用代码",
                "must be a unified social credit code");
    }

    private static CompiledCondition to(Predicate<String> allowed) {
        return CompiledCondition.decided((policy, request) -> {
            String recipient = request.facts().recipient();
            return recipient == null || recipient.equals(request.department()) || allowed.test(recipient)
                    ? null
                    : DenyReason.ONWARD_SHARING_FORBIDDEN;
        });
    }
}
