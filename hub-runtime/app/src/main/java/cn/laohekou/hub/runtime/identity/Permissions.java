package cn.laohekou.hub.runtime.identity;

/** Decides whether a person may make a management call. */
@FunctionalInterface
public interface Permissions {

    /**
     * Asks; blocking.
     *
     * @param token the person's verified access token
     * @param method HTTP method
     * @param path path of the request, decoded, without query
     * @return whether the realm permits it
     * @throws IdentityDown when nobody can say
     */
    boolean permits(String token, String method, String path) throws IdentityDown;
}
