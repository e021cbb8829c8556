package cn.laohekou.hub.runtime.identity;

import cn.laohekou.hub.security.identity.Person;

/**
 * Knows whether a person's session still stands. A token states what was true when it was issued; roles and departments
 * change meanwhile, and a session does not outlive such a change.
 */
@FunctionalInterface
public interface LiveSessions {

    /** How a session stands. */
    enum Answer {
        /** It stands, and the person is what the token says. */
        STANDS,
        /** It was ended, or the person's roles or department changed since it began. */
        ENDED,
        /** The person holds roles that no person may hold together. */
        DUTIES_NOT_SEPARATE
    }

    /**
     * Asks; blocking.
     *
     * @param token the person's verified access token
     * @param person what it says
     * @return how the session stands now
     * @throws IdentityDown when nobody can say
     */
    Answer check(String token, Person person) throws IdentityDown;
}
