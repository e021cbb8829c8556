package cn.laohekou.hub.security.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules every decision is checked by, one function each, in the order they are checked. */
final class Rules {

    /** A rule that needs no grant. */
    @FunctionalInterface
    interface CallerCheck {
        @Nullable
        DenyReason check(PolicySnapshot policy, DecisionRequest request);
    }

    /** A named rule that needs no grant. */
    record CallerRule(String name, CallerCheck rule) {}

    /** Who calls, and whether there is anything to look at. */
    static final List<CallerRule> OF_CALLER = List.of(
            new CallerRule(
                    "system-registered",
                    (policy, request) -> policy.system(request.system()) == null ? DenyReason.SYSTEM_UNKNOWN : null),
            new CallerRule("system-enabled", (policy, request) -> {
                ConsumerSystem system = policy.system(request.system());
                return system == null || !system.enabled() ? DenyReason.SYSTEM_DISABLED : null;
            }),
            new CallerRule("department-not-suspended", (policy, request) -> {
                ConsumerSystem system = policy.system(request.system());
                return system == null || system.departmentSuspended() ? DenyReason.DEPARTMENT_SUSPENDED : null;
            }),
            new CallerRule("department", (policy, request) -> {
                ConsumerSystem system = policy.system(request.system());
                return system == null || !system.department().equals(request.department())
                        ? DenyReason.DEPARTMENT_MISMATCH
                        : null;
            }),
            new CallerRule(
                    "resource-known",
                    (policy, request) -> policy.resource(request.resource()) == null ? DenyReason.NO_GRANT : null),
            new CallerRule("resource-shared", (policy, request) -> {
                CompiledResource resource = policy.resource(request.resource());
                return resource == null || resource.resource().sharing() == SharingType.NOT_SHARED
                        ? DenyReason.RESOURCE_NOT_SHARED
                        : null;
            }),
            new CallerRule(
                    "grant-exists",
                    (policy, request) ->
                            policy.grants(request.system(), request.resource()).isEmpty()
                                    ? DenyReason.NO_GRANT
                                    : null));

    /** What every grant demands; the grant's own conditions follow. */
    static final List<GrantRule> OF_GRANT = List.of(
            new GrantRule(
                    "not-revoked",
                    (grant, request) -> grant.grant().state() == Grant.State.REVOKED ? DenyReason.GRANT_REVOKED : null),
            new GrantRule(
                    "not-suspended",
                    (grant, request) ->
                            grant.grant().state() == Grant.State.ACTIVE ? null : DenyReason.GRANT_SUSPENDED),
            new GrantRule(
                    "not-expired",
                    (grant, request) ->
                            request.now().isBefore(grant.grant().validUntil()) ? null : DenyReason.GRANT_EXPIRED),
            new GrantRule(
                    "already-valid",
                    (grant, request) ->
                            request.now().isBefore(grant.grant().validFrom()) ? DenyReason.GRANT_NOT_YET_VALID : null),
            new GrantRule(
                    "enforceable", (grant, request) -> grant.enforceable() ? null : DenyReason.POLICY_UNENFORCEABLE),
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

    private Rules() {}

    private static @Nullable DenyReason purpose(CompiledGrant grant, DecisionRequest request) {
        String purpose = request.purpose();
        if (purpose == null || purpose.isBlank()) {
            return DenyReason.PURPOSE_MISSING;
        }
        return grant.grant().purposes().contains(purpose) ? null : DenyReason.PURPOSE_NOT_GRANTED;
    }
}
