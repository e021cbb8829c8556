package cn.laohekou.hub.cli.api;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * One authorisation request with proof key (RFC 6749 section 4.1, RFC 7636) and a redirect to this machine (RFC 8252
 * section 7.3).
 *
 * @param address where the person signs in
 * @param redirect where the realm sends the answer
 * @param state ties the answer to this request
 * @param verifier proves at the token endpoint that this request was ours
 */
record CodeFlow(URI address, URI redirect, String state, String verifier) {

    static CodeFlow begin(URI tokenEndpoint, String client, URI redirect, StepUp asked) {
        String verifier = random();
        String state = random();
        Map<String, String> query = new HashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client);
        query.put("redirect_uri", redirect.toString());
        query.put("scope", "openid");
        query.put("state", state);
        query.put("acr_values", asked.acrValues());
        query.put("code_challenge_method", "S256");
        query.put("code_challenge", challenge(verifier));
        if (asked.maxAge() > 0) {
            query.put("max_age", Long.toString(asked.maxAge()));
        }
        String base = tokenEndpoint.toString().replaceFirst("/token$", "/auth");
        return new CodeFlow(URI.create(base + "?" + form(query)), redirect, state, verifier);
    }

    /** The code of an answer that is the answer to this request. */
    String code(URI answer) throws CommandFailed {
        Map<String, String> parameters = parameters(answer.getRawQuery());
        String code = parameters.get("code");
        if (code == null || !state.equals(parameters.get("state"))) {
            throw new CommandFailed(
                    "登录未完成（" + parameters.getOrDefault("error", "state") + "）。 The sign-in did not end well.");
        }
        return code;
    }

    /** The form that turns a code into a token. */
    Map<String, String> exchange(String client, String code) {
        return Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                client,
                "code",
                code,
                "redirect_uri",
                redirect.toString(),
                "code_verifier",
                verifier);
    }

    static String form(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Without the verifier. */
    @Override
    public String toString() {
        return "CodeFlow[" + address.getHost() + "]";
    }
}
