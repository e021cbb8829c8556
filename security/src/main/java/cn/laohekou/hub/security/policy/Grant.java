package cn.laohekou.hub.security.policy;

import java.time.Instant;
import java.time.LocalTime;
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
 * @param windows daily time windows in the hub's zone; empty means all day
 * @param networks source networks in CIDR notation; empty means any
 * @param perDay calls per calendar day; 0 means unlimited
 * @param perMonth calls per calendar month; 0 means unlimited
 * @param perSecond sustained rate; 0 means unlimited
 * @param caseRequired whether {@code Hub-Case} must be given
 * @param personRequired whether {@code Hub-Person} must be given
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
        List<TimeWindow> windows,
        List<String> networks,
        long perDay,
        long perMonth,
        int perSecond,
        boolean caseRequired,
        boolean personRequired,
        State state) {

    /** Whether a grant is in force. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        REVOKED
    }

    /**
     * A daily window; {@code until} before {@code from} spans midnight.
     *
     * @param from first moment
     * @param until first moment after
     */
    public record TimeWindow(LocalTime from, LocalTime until) {}

    public Grant {
        operations = Set.copyOf(operations);
        purposes = Set.copyOf(purposes);
        fields = List.copyOf(fields);
        masks = Map.copyOf(masks);
        windows = List.copyOf(windows);
        networks = List.copyOf(networks);
    }

    /** Whether neither a day nor a month quota limits the grant. */
    public boolean unlimited() {
        return perDay == 0 && perMonth == 0;
    }

    /** The mask the grant states for a field, or null when it leaves the resource's mask in force. */
    public @Nullable String maskOf(String field) {
        return masks.get(field);
    }
}
