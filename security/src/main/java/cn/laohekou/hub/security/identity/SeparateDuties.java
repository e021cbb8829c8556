package cn.laohekou.hub.security.identity;

import java.util.List;
import java.util.Set;

/**
 * Separation of the three administrators (三员分立, GB/T 22239-2019 clause 8.1.5): whoever runs the system does not decide
 * about security, and neither audits.
 */
public final class SeparateDuties {

    /** Roles of which nobody may hold two. */
    public static final List<String> ROLES =
            List.of("system-administrator", "security-administrator", "audit-administrator");

    private SeparateDuties() {}

    /** Whether roles can be held by one person. */
    public static boolean kept(Set<String> roles) {
        return held(roles).size() < 2;
    }

    /** Those of the three roles that are among the given ones. */
    public static List<String> held(Set<String> roles) {
        return ROLES.stream().filter(roles::contains).toList();
    }
}
