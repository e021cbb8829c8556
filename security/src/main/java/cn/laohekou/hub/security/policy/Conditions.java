package cn.laohekou.hub.security.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of the decision, one function each, in the order they are checked. */
final class Conditions {

    /** A rule that needs no grant. */
    @FunctionalInterface
    interface CallerRule {
        @Nullable
        DenyReason check(PolicySnapshot policy, DecisionRequest request);
    }

    /** A named rule that needs no grant. */
    record CallerCondition(String name, CallerRule rule) {}

    /** Who calls, and whether there is anything to look at. */
    static final List<CallerCondition> OF_CALLER = List.of(
            new CallerCondition(
                    "system-registered",
                    (policy, request) -> policy.system(request.system()) == null ? DenyReason.SYSTEM_UNKNOWN : null),
            new CallerCondition("system-enabled", (policy, request) -> {
                ConsumerSystem system = policy.system(request.system());
                return system == null || !system.enabled() ? DenyReason.SYSTEM_DISABLED : null;
            }),
            new CallerCondition("department", (policy, request) -> {
                ConsumerSystem system = policy.system(request.system());
                return system == null || !system.department().equals(request.department())
                        ? DenyReason.DEPARTMENT_MISMATCH
                        : null;
            }),
            new CallerCondition(
                    "resource-known",
                    (policy, request) -> policy.resource(request.resource()) == null ? DenyReason.NO_GRANT : null),
            new CallerCondition("resource-shared", (policy, request) -> {
                CompiledResource resource = policy.resource(request.resource());
                return resource == null || resource.resource().sharing() == SharingType.NOT_SHARED
                        ? DenyReason.RESOURCE_NOT_SHARED
                        : null;
            }),
            new CallerCondition(
                    "grant-exists",
                    (policy, request) ->
                            policy.grants(request.system(), request.resource()).isEmpty()
                                    ? DenyReason.NO_GRANT
                                    : null));

    /** What a grant demands; a grant that fails later came closer to permitting. */
    static final List<Condition> OF_GRANT = List.of(
            new Condition(
                    "not-revoked",
                    (policy, grant, request) ->
                            grant.grant().state() == Grant.State.REVOKED ? DenyReason.GRANT_REVOKED : null),
            new Condition(
                    "not-suspended",
                    (policy, grant, request) ->
                            grant.grant().state() == Grant.State.ACTIVE ? null : DenyReason.GRANT_SUSPENDED),
            new Condition(
                    "not-expired",
                    (policy, grant, request) ->
                            request.now().isBefore(grant.grant().validUntil()) ? null : DenyReason.GRANT_EXPIRED),
            new Condition(
                    "already-valid",
                    (policy, grant, request) ->
                            request.now().isBefore(grant.grant().validFrom()) ? DenyReason.GRANT_NOT_YET_VALID : null),
            new Condition(
                    "enforceable",
                    (policy, grant, request) -> grant.enforceable() ? null : DenyReason.POLICY_UNENFORCEABLE),
            new Condition(
                    "operation",
                    (policy, grant, request) -> grant.grant().operations().contains(request.operation())
                            ? null
                            : DenyReason.OPERATION_NOT_GRANTED),
            new Condition("purpose", Conditions::purpose),
            new Condition(
                    "network",
                    (policy, grant, request) -> grant.allows(request.source()) ? null : DenyReason.NETWORK_NOT_ALLOWED),
            new Condition(
                    "time-window",
                    (policy, grant, request) -> !grant.hasWindows() || grant.inWindow(policy.nanoOfDay(request.now()))
                            ? null
                            : DenyReason.OUTSIDE_TIME_WINDOW),
            new Condition(
                    "case",
                    (policy, grant, request) -> grant.grant().caseRequired() && missing(request.caseNumber())
                            ? DenyReason.CASE_REQUIRED
                            : null),
            new Condition(
                    "person",
                    (policy, grant, request) -> grant.grant().personRequired() && missing(request.person())
                            ? DenyReason.PERSON_REQUIRED
                            : null));

    private Conditions() {}

    private static @Nullable DenyReason purpose(PolicySnapshot policy, CompiledGrant grant, DecisionRequest request) {
        String purpose = request.purpose();
        if (missing(purpose)) {
            return DenyReason.PURPOSE_MISSING;
        }
        return purpose != null && grant.grant().purposes().contains(purpose) ? null : DenyReason.PURPOSE_NOT_GRANTED;
    }

    private static boolean missing(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
