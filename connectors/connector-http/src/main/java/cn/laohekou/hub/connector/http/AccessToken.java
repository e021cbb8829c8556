package cn.laohekou.hub.connector.http;

/**
 * A token in use.
 *
 * @param header value of the Authorization header; secret
 * @param since when it came, on the source's clock, nanoseconds
 * @param until from when on it is not used any more, on the same clock
 */
record AccessToken(String header, long since, long until) {

    /** Nothing: it is a secret. */
    @Override
    public String toString() {
        return "AccessToken[]";
    }
}
