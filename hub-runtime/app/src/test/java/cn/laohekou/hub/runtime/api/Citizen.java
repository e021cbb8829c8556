package cn.laohekou.hub.runtime.api;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Signs people in to a system in the way a browser does, through the upstream provider if asked to. */
final class Citizen {

    private static final String BACK = "http://127.0.0.1:1/signed-in";
    private static final String VERIFIER = "a-proof-key-of-the-tests-that-is-long-enough-to-be-one";
    private static final Pattern FORM = Pattern.compile("id=\"kc-form-login\"[^>]*action=\"([^\"]+)\"");

    private record Cookie(String name, String value, String path) {}

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final List<Cookie> cookies = new ArrayList<>();

    private Citizen() {}

    /** The token a system gets for a citizen who signs in at the provincial provider. */
    static Response signIn(String user, String system, String secret) {
        return new Citizen().tokens(user, system, secret, "&kc_idp_hint=upstream");
    }

    /** The token a system gets for an official who signs in at the city's own realm. */
    static Response official(String user, String system, String secret) {
        return new Citizen().tokens(user, system, secret, "");
    }

    private Response tokens(String user, String system, String secret, String further) {
        String realm = Realm.url() + "/realms/laohekou/protocol/openid-connect";
        String back = arrive(
                user,
                URI.create(realm + "/auth?response_type=code&scope=openid&state=s&client_id=" + system
                        + "&redirect_uri=" + encode(BACK) + "&code_challenge_method=S256&code_challenge=" + challenge()
                        + further));
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(back);
        if (!code.find()) {
            throw new IllegalStateException("no code: " + back);
        }
        return RestAssured.given()
                .formParams(Map.of(
                        "grant_type", "authorization_code",
                        "client_id", system,
                        "client_secret", secret,
                        "redirect_uri", BACK,
                        "code_verifier", VERIFIER,
                        "code", code.group(1)))
                .post(realm + "/token");
    }

    private String arrive(String user, URI first) {
        URI page = first;
        HttpResponse<String> answer = send(HttpRequest.newBuilder(page).GET(), page);
        boolean sent = false;
        for (int step = 0; step < 12; step++) {
            Matcher form = FORM.matcher(answer.body());
            if (answer.statusCode() / 100 == 3) {
                page = page.resolve(answer.headers().firstValue("Location").orElse(""));
                if (page.toString().startsWith(BACK)) {
                    return page.toString();
                }
                answer = send(HttpRequest.newBuilder(page).GET(), page);
            } else if (form.find() && !sent) {
                sent = true;
                page = page.resolve(form.group(1).replace("&amp;", "&"));
                String fields = "username=" + encode(user) + "&password=" + encode(HubServices.PASSWORD);
                answer = send(
                        HttpRequest.newBuilder(page)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(fields)),
                        page);
            } else {
                break;
            }
        }
        throw new IllegalStateException("the sign-in did not end: " + answer.statusCode());
    }

    private HttpResponse<String> send(HttpRequest.Builder request, URI page) {
        String sent = cookies.stream()
                .filter(cookie -> page.getPath().startsWith(cookie.path()))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String header) {
        Matcher parts = Pattern.compile("^([^=]+)=([^;]*).*?[Pp]ath=([^;]+)", Pattern.DOTALL)
                .matcher(header);
        if (parts.find()) {
            cookies.removeIf(
                    known -> known.name().equals(parts.group(1)) && known.path().equals(parts.group(3)));
            cookies.add(new Cookie(parts.group(1), parts.group(2), parts.group(3)));
        }
    }

    private static String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
