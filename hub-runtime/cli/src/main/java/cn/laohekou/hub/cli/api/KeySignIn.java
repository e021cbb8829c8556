package cn.laohekou.hub.cli.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signs a person in at the realm's own pages with password and security key, without a browser: the same requests, the
 * same checks. One use.
 */
final class KeySignIn {

    /** Pages of a sign-in: password, second factor, and what may come between. */
    private static final int MAX_STEPS = 8;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** By name. The platform's own store would hold back cookies marked secure from a realm on plain loopback. */
    private final Map<String, String> cookies = new TreeMap<>();

    private final String user;
    private final String password;
    private final SecurityKey key;

    KeySignIn(String user, String password, SecurityKey key) {
        this.user = user;
        this.password = password;
        this.key = key;
    }

    /** The address to which the realm sends the person after a good sign-in. */
    URI run(CodeFlow flow) throws CommandFailed {
        URI page = flow.address();
        HttpResponse<String> answer = get(page);
        boolean passwordSent = false;
        boolean keyUsed = false;
        for (int step = 0; step < MAX_STEPS; step++) {
            if (answer.statusCode() / 100 == 3) {
                page = page.resolve(answer.headers().firstValue("Location").orElse(""));
                if (page.toString().startsWith(flow.redirect() + "?")) {
                    return page;
                }
                answer = get(page);
                continue;
            }
            SignInPage shown = new SignInPage(answer.body());
            if (shown.password().isPresent() && !passwordSent) {
                passwordSent = true;
                page = page.resolve(shown.password().get());
                answer = post(page, Map.of("username", user, "password", password));
            } else if (shown.securityKey().isPresent() && !keyUsed) {
                keyUsed = true;
                page = page.resolve(shown.securityKey().get());
                answer = post(page, shown.answer(key, page));
            } else {
                break;
            }
        }
        throw new CommandFailed("身份认证服务没有接受口令或安全密钥。 The realm did not accept the password or the security key.");
    }

    private HttpResponse<String> get(URI address) throws CommandFailed {
        return send(HttpRequest.newBuilder(address).GET());
    }

    private HttpResponse<String> post(URI address, Map<String, String> form) throws CommandFailed {
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(CodeFlow.form(form))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws CommandFailed {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
            for (String cookie : answer.headers().allValues("Set-Cookie")) {
                String pair = cookie.split(";", 2)[0];
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
            return answer;
        } catch (IOException e) {
            throw new CommandFailed("身份认证服务没有应答。 The realm does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("已中断 interrupted", e);
        }
    }
}
