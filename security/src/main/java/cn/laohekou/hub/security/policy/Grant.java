package cn.laohekou.hub.security.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sharing authorisation in force or formerly in force, as its latest approved revision states it.
 *
 * @param id name of the grant, {@code [a-z][a-z0-9-]{2,62}}
 * @param revision number of the approved revision
 * @param system consumer system id
 * @param resource resource name
 * @param operations operations it covers
 * @param purposes purposes it covers
 * @param fields names of the fields released
 * @param masks field name to mask specification, replacing the resource's mask for that field; {@code none} releases
 *     the value in clear
 * @param validFrom first instant of validity
 * @param validUntil first instant after validity
 * @param perDay calls per calendar day; 0 means unlimited
 * @param perMonth calls per calendar month; 0 means unlimited
 * @param perSecond sustained rate; 0 means unlimited
 * @param conditions condition name to its value as plain data, each enforced by the {@link ConditionType} of that name
 * @param faults what of the approved revision could not be read; such a grant permits nothing
 * @param state whether it is in force
 */
public record Grant(
        String id,
        int revision,
        String system,
        String resource,
        Set<String> operations,
        Set<String> purposes,
        List<String> fields,
        Map<String, String> masks,
        Instant validFrom,
        Instant validUntil,
        long perDay,
        long perMonth,
        int perSecond,
        Map<String, Object> conditions,
        List<Finding> faults,
        State state) {

    /** Whether a grant is in force. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        REVOKED
    }

    public Grant {
        operations = Set.copyOf(operations);
        purposes = Set.copyOf(purposes);
        fields = List.copyOf(fields);
        masks = Map.copyOf(masks);
        conditions = Map.copyOf(conditions);
        faults = List.copyOf(faults);
    }

    /** Whether neither a day nor a month quota limits the grant. */
    public boolean unlimited() {
        return perDay == 0 && perMonth == 0;
    }

    /** The same grant in another state and with some of its purposes. */
    public Grant as(State next, Set<String> purposesLeft) {
        return copy(purposesLeft, faults, next);
    }

    /** The same grant with what of it could not be read. */
    public Grant with(List<Finding> found) {
        return copy(purposes, found, state);
    }

    private Grant copy(Set<String> newPurposes, List<Finding> newFaults, State newState) {
        return new Grant(
                id,
                revision,
                system,
                resource,
                operations,
                newPurposes,
                fields,
                masks,
                validFrom,
                validUntil,
                perDay,
                perMonth,
                perSecond,
                conditions,
                newFaults,
                newState);
    }

    /** The mask the grant states for a field, or null when it leaves the resource's mask in force. */
    public @Nullable String maskOf(String field) {
        return masks.get(field);
    }
}
