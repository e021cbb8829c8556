package cn.laohekou.hub.security.policy;

/**
 * A department's application with a machine identity.
 *
 * @param id system id, equal to its client id in the realm
 * @param department owner, unified social credit code
 * @param enabled whether it may call at all
 * @param departmentSuspended whether its whole department may not call
 */
public record ConsumerSystem(String id, String department, boolean enabled, boolean departmentSuspended) {

    /** A system of a department that is not suspended. */
    public ConsumerSystem(String id, String department, boolean enabled) {
        this(id, department, enabled, false);
    }
}
