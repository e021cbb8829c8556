package cn.laohekou.hub.runtime.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A person's browser at the sign-in pages of a realm, one page after the other. */
final class SignInPages {

    private static final String BACK = "http://127.0.0.1:1/signed-in";
    private static final String VERIFIER = "a-proof-key-of-the-tests-that-is-long-enough-to-be-one";
    private static final int MOST_REDIRECTS = 8;

    /**
     * What the realm shows.
     *
     * @param at its address; that of the client once the person is sent back
     * @param status HTTP status
     * @param html the page
     */
    record Page(URI at, int status, String html) {

        boolean asksFor(String form) {
            return html.contains("id=\"" + form + "\"");
        }

        /** Whether the person was sent back with a code. */
        boolean signedIn() {
            return at.toString().startsWith(BACK) && at.toString().contains("code=");
        }
    }

    private final HttpClient http;
    private final String realm;
    private final Map<String, String> cookies = new TreeMap<>();

    SignInPages(SSLContext tls, String realm) {
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.realm = realm + "/protocol/openid-connect";
    }

    /** Opens the sign-in of the command line at the level of decisions. */
    Page open() throws IOException, InterruptedException {
        return get(URI.create(realm + "/auth?response_type=code&scope=openid&state=s&client_id=hub-cli&redirect_uri="
                + encode(BACK) + "&acr_values=cryptographic&code_challenge_method=S256&code_challenge=" + challenge()));
    }

    /** Fills in a form of a page; one that is not shown is sent to where the page's own form goes. */
    Page fill(Page page, Map<String, String> fields) throws IOException, InterruptedException {
        Matcher action = Pattern.compile("<form[^>]*\\baction=\"([^\"]+)\"").matcher(page.html());
        if (!action.find()) {
            return page;
        }
        URI target = page.at().resolve(action.group(1).replace("&amp;", "&"));
        return follow(
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(fields))),
                target);
    }

    /** The access token a person gets who was sent back with a code. */
    String token(Page page) throws IOException, InterruptedException {
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(page.at().toString());
        if (!code.find()) {
            throw new IllegalStateException("no code: " + page.status());
        }
        URI target = URI.create(realm + "/token");
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                                "grant_type",
                                "authorization_code",
                                "client_id",
                                "hub-cli",
                                "redirect_uri",
                                BACK,
                                "code_verifier",
                                VERIFIER,
                                "code",
                                code.group(1)))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode read = new ObjectMapper().readTree(answer.body());
        return read.path("access_token").asText();
    }

    private Page get(URI target) throws IOException, InterruptedException {
        return follow(HttpRequest.newBuilder(target).GET(), target);
    }

    private Page follow(HttpRequest.Builder first, URI target) throws IOException, InterruptedException {
        URI at = target;
        HttpResponse<String> answer = send(first);
        for (int i = 0; i < MOST_REDIRECTS && answer.statusCode() / 100 == 3; i++) {
            at = at.resolve(answer.headers().firstValue("Location").orElse(""));
            if (at.toString().startsWith(BACK)) {
                return new Page(at, answer.statusCode(), "");
            }
            answer = send(HttpRequest.newBuilder(at).GET());
        }
        return new Page(at, answer.statusCode(), answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String pair = cookie.split(";", 2)[0];
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return answer;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
