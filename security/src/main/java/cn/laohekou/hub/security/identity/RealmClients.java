package cn.laohekou.hub.security.identity;

import org.jspecify.annotations.Nullable;

/**
 * Names of the realm's clients that stand for one system. A system has one client, named like itself, and a second one
 * while its secret is replaced with an overlap: the realm keeps one secret per client. Names of systems hold no dot, so
 * that no second client is named like another system.
 */
public final class RealmClients {

    private static final String SECOND = ".2";

    private RealmClients() {}

    /**
     * Name of a client.
     *
     * @param system system id
     * @param slot 1 or 2
     */
    public static String of(String system, int slot) {
        return slot == 1 ? system : system + SECOND;
    }

    /** Which of a system's clients it is: 1 or 2. */
    public static int slot(String client) {
        return client.endsWith(SECOND) ? 2 : 1;
    }

    /**
     * The system a client stands for.
     *
     * @param client the token's authorised party
     * @param marked system the client's own mark names; null when it bears none
     * @return null for a second client without its system's mark
     */
    static @Nullable String system(String client, @Nullable String marked) {
        if (slot(client) == 1) {
            return client;
        }
        String system = client.substring(0, client.length() - SECOND.length());
        return system.equals(marked) ? system : null;
    }
}
