package cn.laohekou.hub.runtime.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The realm's clients of registered systems. All operations block and can be repeated. */
public interface SystemClients {

    /**
     * What the registry says of a system.
     *
     * @param id system id
     * @param client the client's id: the system's, or that of its second client
     * @param name name for people
     * @param department what its tokens are bound to
     * @param enabled whether it gets tokens
     * @param ended whether it was replaced and its secret must be worth nothing any more
     * @param jwks its public keys as JSON when it signs with a private key; null when it has a secret
     * @param signIn how people sign in to it; null when they do not
     */
    record Wanted(
            String id,
            String client,
            String name,
            String department,
            boolean enabled,
            boolean ended,
            @Nullable String jwks,
            @Nullable SignIn signIn) {}

    /**
     * People's sign-in to a system, for systems with users of their own.
     *
     * @param redirectUris where the realm may send people back to, exactly
     * @param tokensFor systems that may exchange the people's tokens for tokens of their own (RFC 8693)
     */
    record SignIn(List<String> redirectUris, List<String> tokensFor) {

        public SignIn {
            redirectUris = List.copyOf(redirectUris);
            tokensFor = List.copyOf(tokensFor);
        }
    }

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

    /** Makes a client's present secret worthless; nothing happens when there is no such client. */
    void expireSecret(String client) throws NotReached;

    /** Gives a client a new secret; its former one ends. */
    String newSecret(String client) throws NotReached;
}
