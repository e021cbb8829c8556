package cn.laohekou.hub.security.policy;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules every decision is checked by, one function each, in the order they are checked. Each checks one thing alone:
 * without it something would be permitted that it denies. What no grant covers needs no rule, it is denied by default.
 */
final class Rules {

    /** Every rule there is. */
    static final Rules ALL = new Rules(ofCaller(), ofGrant());

    private final List<CallerRule> caller;
    private final List<GrantRule> grant;

    private Rules(List<CallerRule> caller, List<GrantRule> grant) {
        this.caller = caller;
        this.grant = grant;
    }

    /** A rule that needs no grant. */
    @FunctionalInterface
    interface CallerCheck {
        @Nullable
        DenyReason check(PolicySnapshot policy, DecisionRequest request);
    }

    /** A named rule that needs no grant. */
    record CallerRule(String name, CallerCheck rule) {}

    /** Who calls, and whether there is anything to look at. */
    private static List<CallerRule> ofCaller() {
        return List.of(
                new CallerRule(
                        "system-registered",
                        (policy, request) ->
                                policy.system(request.system()) == null ? DenyReason.SYSTEM_UNKNOWN : null),
                new CallerRule("system-enabled", (policy, request) -> {
                    ConsumerSystem system = policy.system(request.system());
                    return system != null && !system.enabled() ? DenyReason.SYSTEM_DISABLED : null;
                }),
                new CallerRule("department-not-suspended", (policy, request) -> {
                    ConsumerSystem system = policy.system(request.system());
                    return system != null && system.departmentSuspended() ? DenyReason.DEPARTMENT_SUSPENDED : null;
                }),
                new CallerRule("department", (policy, request) -> {
                    ConsumerSystem system = policy.system(request.system());
                    return system != null && !system.department().equals(request.department())
                            ? DenyReason.DEPARTMENT_MISMATCH
                            : null;
                }),
                new CallerRule("resource-shared", (policy, request) -> {
                    CompiledResource resource = policy.resource(request.resource());
                    return resource != null && resource.resource().sharing() == SharingType.NOT_SHARED
                            ? DenyReason.RESOURCE_NOT_SHARED
                            : null;
                }),
                new CallerRule("not-sunset", (policy, request) -> {
                    CompiledResource resource = policy.resource(request.resource());
                    Resource.Retirement end =
                            resource == null ? null : resource.resource().retirement();
                    return end != null && !request.now().isBefore(end.sunset()) ? DenyReason.RESOURCE_SUNSET : null;
                }));
    }

    /** What every grant demands; the grant's own conditions follow. */
    private static List<GrantRule> ofGrant() {
        return List.of(
                new GrantRule(
                        "in-force", (grant, request) -> switch (grant.grant().state()) {
                            case ACTIVE -> null;
                            case SUSPENDED -> DenyReason.GRANT_SUSPENDED;
                            case REVOKED -> DenyReason.GRANT_REVOKED;
                        }),
                new GrantRule(
                        "not-expired",
                        (grant, request) ->
                                request.now().isBefore(grant.grant().validUntil()) ? null : DenyReason.GRANT_EXPIRED),
                new GrantRule(
                        "already-valid",
                        (grant, request) -> request.now().isBefore(grant.grant().validFrom())
                                ? DenyReason.GRANT_NOT_YET_VALID
                                : null),
                new GrantRule(
                        "enforceable",
                        (grant, request) -> grant.enforceable() ? null : DenyReason.POLICY_UNENFORCEABLE),
                new GrantRule(
                        "obligations-fulfilled",
                        (grant, request) ->
                                request.facts().fulfils(grant.obligations()) ? null : DenyReason.POLICY_UNENFORCEABLE),
                new GrantRule(
                        "operation",
                        (grant, request) -> grant.grant().operations().contains(request.operation())
                                ? null
                                : DenyReason.OPERATION_NOT_GRANTED),
                new GrantRule("purpose", Rules::purpose));
    }

    /** The rules about the caller and the resource. */
    List<CallerRule> caller() {
        return caller;
    }

    /** The rules about a grant. */
    List<GrantRule> grant() {
        return grant;
    }

    /** Names of all rules, in the order they are checked. */
    List<String> names() {
        return Stream.concat(
                        caller.stream().map(CallerRule::name), grant.stream().map(GrantRule::name))
                .toList();
    }

    /** All rules but one, to prove that it is needed. */
    Rules without(String name) {
        return new Rules(
                caller.stream().filter(rule -> !rule.name().equals(name)).toList(),
                grant.stream().filter(rule -> !rule.name().equals(name)).toList());
    }

    private static @Nullable DenyReason purpose(CompiledGrant grant, DecisionRequest request) {
        String purpose = request.purpose();
        if (purpose == null || purpose.isBlank()) {
            return DenyReason.PURPOSE_MISSING;
        }
        return grant.grant().purposes().contains(purpose) ? null : DenyReason.PURPOSE_NOT_GRANTED;
    }
}
