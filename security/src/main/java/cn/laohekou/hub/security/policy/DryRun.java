package cn.laohekou.hub.security.policy;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides recorded calls again, under the policy in force and under a proposed one, and counts who would lose or gain
 * what. What cannot be said without the values themselves is counted as not decidable, never guessed. Used by one thread.
 */
public final class DryRun {

    /** Different effects kept; what comes beyond is only counted. */
    private static final int MAX_EFFECTS = 5_000;

    private static final String WITHHELD = "withheld";
    private static final String CLEAR = "clear";

    private final PolicySnapshot now;
    private final PolicySnapshot proposed;
    private final Map<Key, Count> effects = new HashMap<>();
    private final Map<CompiledGrant, Map<CompiledGrant, Difference>> differences = new HashMap<>();
    private long examined;
    private long permitted;
    private long denied;
    private long beyond;

    /**
     * @param now the policy in force
     * @param proposed the same with the change
     */
    public DryRun(PolicySnapshot now, PolicySnapshot proposed) {
        this.now = now;
        this.proposed = proposed;
    }

    /** What a change does to recorded calls. */
    public enum Kind {
        /** Permitted now, denied then. */
        LOSES,
        /** Denied now, permitted then. */
        GAINS,
        /** Permitted both times, with other fields or masks, or with more or less on record (rule {@code evidence}). */
        CHANGES,
        /** The record does not hold what the outcome depends on. */
        NOT_DECIDABLE
    }

    /**
     * The same effect on calls that have the same caller, operation and purpose.
     *
     * @param kind what happens
     * @param purpose purpose stated; null when none
     * @param rule the rule that makes it so, or the condition or input that is not decidable
     * @param grant grant the rule belongs to; null when none
     * @param fields catalogue name to what becomes of the field, before and after; empty when nothing is released then
     * @param calls how many calls
     * @param first time of the earliest
     * @param last time of the latest
     */
    public record Effect(
            Kind kind,
            String system,
            String resource,
            String operation,
            @Nullable String purpose,
            String rule,
            @Nullable String grant,
            Map<String, FieldChange> fields,
            long calls,
            Instant first,
            Instant last) {}

    /**
     * What becomes of a field.
     *
     * @param before a mask, {@code clear}, or {@code withheld}
     * @param after the same under the proposed policy
     */
    public record FieldChange(String before, String after) {}

    private record Key(
            Kind kind,
            String system,
            String resource,
            String operation,
            @Nullable String purpose,
            String rule,
            @Nullable String grant,
            Map<String, FieldChange> fields) {}

    private record Difference(Map<String, FieldChange> fields, Set<String> obligations) {}

    private static final class Count {
        private long calls;
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;

        void add(Instant at) {
            calls++;
            first = at.isBefore(first) ? at : first;
            last = at.isAfter(last) ? at : last;
        }
    }

    /**
     * Decides a recorded call under both policies.
     *
     * @param request its recorded inputs
     * @param unrecorded conditions whose input the record does not hold, for example {@code caseRequired}
     */
    public void add(DecisionRequest request, Set<String> unrecorded) {
        examined++;
        Decision before = PolicyEngine.decide(now, request);
        Decision after = PolicyEngine.decide(proposed, request);
        if (before instanceof Decision.Permit from && after instanceof Decision.Permit to) {
            both(request, from.grant(), to.grant());
        } else if (before instanceof Decision.Permit from) {
            one(Kind.LOSES, proposed, request, from.grant(), unrecorded);
        } else if (after instanceof Decision.Permit to) {
            one(Kind.GAINS, now, request, to.grant(), unrecorded);
        } else {
            bothDenied(request, unrecorded);
        }
    }

    /** Denied for want of an input that the record does not hold says nothing about the call itself. */
    private void bothDenied(DecisionRequest request, Set<String> unrecorded) {
        Explanation.RuleOutcome failed =
                unrecorded.isEmpty() ? null : PolicyEngine.explain(now, request).failed();
        if (failed != null && unrecorded.contains(failed.rule())) {
            count(Kind.NOT_DECIDABLE, request, failed.rule(), failed.grant(), Map.of());
        } else {
            denied++;
        }
    }

    private void both(DecisionRequest request, CompiledGrant from, CompiledGrant to) {
        if (from == to) {
            permitted++;
            return;
        }
        Difference difference = differences
                .computeIfAbsent(from, key -> new HashMap<>())
                .computeIfAbsent(to, key -> difference(request, from, to));
        if (difference.fields().isEmpty() && difference.obligations().isEmpty()) {
            permitted++;
        }
        if (!difference.fields().isEmpty()) {
            count(Kind.CHANGES, request, "fields", to.grant().id(), difference.fields());
        }
        for (String obligation : difference.obligations()) {
            Kind kind = obligation.equals(EvidenceLevel.CONDITION) ? Kind.CHANGES : Kind.NOT_DECIDABLE;
            count(kind, request, obligation, to.grant().id(), Map.of());
        }
    }

    /** Permitted under one policy only: the other one's rule is the reason. */
    private void one(
            Kind kind,
            PolicySnapshot denying,
            DecisionRequest request,
            CompiledGrant permitting,
            Set<String> unrecorded) {
        Explanation explanation = PolicyEngine.explain(denying, request);
        Explanation.RuleOutcome failed = explanation.failed();
        String rule = failed == null ? Explanation.DEFAULT_DENY : failed.rule();
        if (unrecorded.contains(rule)) {
            count(Kind.NOT_DECIDABLE, request, rule, failed == null ? null : failed.grant(), Map.of());
            return;
        }
        Map<String, FieldChange> fields = new TreeMap<>();
        fates(kind == Kind.LOSES ? now : proposed, request, permitting).forEach((field, fate) -> {
            if (!fate.equals(WITHHELD)) {
                fields.put(
                        field, kind == Kind.LOSES ? new FieldChange(fate, WITHHELD) : new FieldChange(WITHHELD, fate));
            }
        });
        String grant = kind == Kind.LOSES && failed != null && failed.grant() != null
                ? failed.grant()
                : permitting.grant().id();
        count(kind, request, rule, grant, fields);
    }

    private Difference difference(DecisionRequest request, CompiledGrant from, CompiledGrant to) {
        Map<String, String> before = fates(now, request, from);
        Map<String, String> after = fates(proposed, request, to);
        Map<String, FieldChange> changes = new TreeMap<>();
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String was = before.getOrDefault(name, WITHHELD);
            String will = after.getOrDefault(name, WITHHELD);
            if (!was.equals(will)) {
                changes.put(name, new FieldChange(was, will));
            }
        }
        Set<String> obligations = new TreeSet<>(from.carriedOut());
        obligations.addAll(to.carriedOut());
        obligations.removeIf(name -> Objects.equals(
                from.grant().conditions().get(name), to.grant().conditions().get(name)));
        return new Difference(changes, obligations);
    }

    private static Map<String, String> fates(PolicySnapshot policy, DecisionRequest request, CompiledGrant grant) {
        Map<String, String> fates = new HashMap<>();
        for (Explanation.FieldOutcome field :
                FieldExplainer.explain(policy.resource(request.resource()), new Decision.Permit(grant), List.of())) {
            switch (field.release()) {
                case RELEASED -> fates.put(field.field(), CLEAR);
                case MASKED -> fates.put(field.field(), String.valueOf(field.mask()));
                case REMOVED, NOT_GRANTED, DENIED -> fates.put(field.field(), WITHHELD);
            }
        }
        return fates;
    }

    private void count(
            Kind kind, DecisionRequest request, String rule, @Nullable String grant, Map<String, FieldChange> fields) {
        Key key = new Key(
                kind,
                request.system(),
                request.resource(),
                request.operation(),
                request.purpose(),
                rule,
                grant,
                fields);
        Count count = effects.get(key);
        if (count == null) {
            if (effects.size() >= MAX_EFFECTS) {
                beyond++;
                return;
            }
            count = new Count();
            effects.put(key, count);
        }
        count.add(request.now());
    }

    /** All effects: what is lost first, the most calls first. */
    public List<Effect> effects() {
        return effects.entrySet().stream()
                .map(entry -> effect(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Effect::kind)
                        .thenComparing(Comparator.comparingLong(Effect::calls).reversed())
                        .thenComparing(Effect::system)
                        .thenComparing(Effect::operation))
                .toList();
    }

    private static Effect effect(Key key, Count count) {
        return new Effect(
                key.kind(),
                key.system(),
                key.resource(),
                key.operation(),
                key.purpose(),
                key.rule(),
                key.grant(),
                key.fields(),
                count.calls,
                count.first,
                count.last);
    }

    /** Calls decided so far. */
    public long examined() {
        return examined;
    }

    /** Calls permitted under both policies with the same release. */
    public long unchangedPermitted() {
        return permitted;
    }

    /** Calls denied under both policies. */
    public long unchangedDenied() {
        return denied;
    }

    /** Calls with effects beyond those that are listed. */
    public long notListed() {
        return beyond;
    }
}
