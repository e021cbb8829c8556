package cn.laohekou.hub.runtime.registry;

/** Gives people the administrators' roles in the realm. */
public interface AdministratorRoles {

    /** Whether the hub has what it needs to give roles. */
    boolean available();

    /**
     * Gives one person one of the three administrators' roles; blocks and can be repeated.
     *
     * @param subject the realm's own id of the person
     * @param role name of the role
     * @throws SystemClients.NotReached when the identity server could not be reached or did not do it
     */
    void give(String subject, String role) throws SystemClients.NotReached;
}
