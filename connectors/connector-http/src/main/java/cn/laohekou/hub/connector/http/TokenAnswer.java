package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * What a token endpoint gave (RFC 6749, 5.1).
 *
 * @param token the access token; secret
 * @param seconds how long it is good for
 */
record TokenAnswer(String token, long seconds) {

    /** Used when the endpoint states no life time, which RFC 6749 only recommends. */
    private static final long UNSTATED_SECONDS = 300;

    private static final long LONGEST_SECONDS = 86_400;
    private static final int MAX_LENGTH = 8_192;

    /**
     * Reads an endpoint's answer.
     *
     * @throws ConnectorFault {@code COUNTERPART_BAD_ANSWER}; never repeats the text
     */
    static TokenAnswer read(String json) throws ConnectorFault {
        try {
            JsonObject answer = new JsonObject(json);
            String token = answer.getString("access_token", "");
            String type = answer.getString("token_type", "Bearer");
            long seconds = answer.getLong("expires_in", UNSTATED_SECONDS);
            if (!type.equalsIgnoreCase("bearer") || !isToken(token) || seconds < 1) {
                throw unusable();
            }
            return new TokenAnswer(token, Math.min(seconds, LONGEST_SECONDS));
        } catch (DecodeException | ClassCastException e) {
            throw unusable();
        }
    }

    /** RFC 6750, 2.1: letters, digits and few marks; anything else could start another header. */
    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || "-._~+/=".indexOf(c) >= 0);
    }

    private static ConnectorFault unusable() {
        return Faults.badAnswer(
                "令牌端点的应答中没有可用的 Bearer 令牌。", "The token endpoint's answer holds no usable bearer token.");
    }

    /** Nothing: it holds a secret. */
    @Override
    public String toString() {
        return "TokenAnswer[]";
    }
}
