package cn.laohekou.hub.runtime.registry;

import org.jspecify.annotations.Nullable;

/** The realm's clients of registered systems. All operations block and can be repeated. */
public interface SystemClients {

    /**
     * What the registry says of a system.
     *
     * @param id system id, the client id
     * @param name name for people
     * @param department what its tokens are bound to
     * @param enabled whether it gets tokens
     * @param jwks its public keys as JSON when it signs with a private key; null when it has a secret
     */
    record Wanted(
            String id,
            String name,
            String department,
            boolean enabled,
            @Nullable String jwks) {}

    /** The identity server could not be reached or did not do it. */
    final class NotReached extends Exception {

        private static final long serialVersionUID = 1L;

        /** @param message short, without values */
        public NotReached(String message) {
            super(message);
        }
    }

    /** Makes the client be as wanted. */
    void ensure(Wanted wanted) throws NotReached;

    /** Gives the client a new secret; the former one ends. */
    String newSecret(String system) throws NotReached;
}
