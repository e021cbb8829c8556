package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.evidence.Audit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person who makes a management call, as the verified token states.
 *
 * @param user account name
 * @param department unified social credit code; null when the account belongs to none
 * @param roles realm roles
 * @param network source address
 */
public record Actor(String user, @Nullable String department, Set<String> roles, String network) {

    /** Writes objects of the own department. */
    public static final String OPERATOR = "department-operator";

    /** The hub itself, for what comes to its end by itself. No person has this role. */
    public static final Actor HUB = new Actor("hub", null, Set.of("hub"), "");

    private static final Set<String> CITY_WIDE = Set.of(
            "system-administrator", "security-administrator", "audit-administrator", "data-authority", "operations");

    public Actor {
        roles = Set.copyOf(roles);
    }

    /** Whether the person's roles reach no further than their own department. */
    public boolean boundToDepartment() {
        return roles.stream().noneMatch(CITY_WIDE::contains);
    }

    /** Whether the person belongs to a department. */
    public boolean isOf(@Nullable String code) {
        return code != null && code.equals(department);
    }

    /** Whether the person may see what belongs to a department alone. */
    public boolean maySee(String owner) {
        return !boundToDepartment() || isOf(owner);
    }

    /** Refuses unless the person is of the department. */
    public void requireOf(@Nullable String code) {
        if (!isOf(code)) {
            throw Refused.of(ErrorCode.NOT_YOUR_DEPARTMENT);
        }
    }

    /** Refuses somebody whose roles reach no further than another department. */
    public void requireCityWideOrOf(String code) {
        if (boundToDepartment()) {
            requireOf(code);
        }
    }

    /** As written in audit records. */
    Audit.Actor audited() {
        return new Audit.Actor(user, department, List.copyOf(roles), network);
    }
}
