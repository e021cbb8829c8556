package cn.laohekou.hub.runtime.identity;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.security.identity.Person;
import cn.laohekou.hub.security.identity.SeparateDuties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks the realm about the session of each management call (RFC 7662): the realm answers with the roles and the department
 * of this moment, not of the token. A session keeps the roles and the department it was first seen with; a change ends it,
 * whatever tokens are renewed in it.
 */
public final class RealmSessions implements LiveSessions {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealmSettings settings;
    private final SessionMemory memory;
    private final Alerts alerts;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /**
     * @param settings where the realm is
     * @param memory what sessions were first seen with
     * @param alerts told of people who hold roles nobody may hold together
     */
    public RealmSessions(RealmSettings settings, SessionMemory memory, Alerts alerts) {
        this.alerts = alerts;
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public Answer check(String token, Person person) throws IdentityDown {
        JsonNode now = introspect(token);
        String session = person.login().session();
        if (!now.path("active").asBoolean(false) || session == null) {
            return Answer.ENDED;
        }
        Set<String> roles = new TreeSet<>();
        now.path("realm_access").path("roles").forEach(role -> roles.add(role.asText()));
        if (!SeparateDuties.kept(roles) || !SeparateDuties.kept(person.roles())) {
            alerts.raise(
                    "DUTIES_NOT_SEPARATE",
                    person.subject(),
                    "账号 " + person.username() + " 同时持有系统、安全、审计管理员中的两个角色，已被拒绝；请在认证中心收回。",
                    "Account " + person.username() + " holds two of the three administrators' roles and is refused;"
                            + " take one away in the realm.",
                    null);
            return Answer.DUTIES_NOT_SEPARATE;
        }
        String department = now.path("department").asText();
        if (!roles.equals(person.roles()) || !department.equals(person.department())) {
            return Answer.ENDED;
        }
        try {
            String standing = department + " " + String.join(" ", roles);
            return memory.firstSeenAs(session, standing).equals(standing) ? Answer.STANDS : Answer.ENDED;
        } catch (SQLException e) {
            throw new IdentityDown("session memory: SQLSTATE " + e.getSQLState());
        }
    }

    private JsonNode introspect(String token) throws IdentityDown {
        String form = "token=" + encode(token) + "&token_type_hint=access_token&client_id="
                + encode(settings.clientId()) + "&client_secret=" + encode(settings.clientSecret());
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.tokenEndpoint() + "/introspect"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<byte[]> answer = send(request);
            if (answer.statusCode() != 200) {
                throw new IdentityDown("introspection answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IdentityDown("no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IdentityDown("interrupted");
        }
    }

    /** Asking is harmless, so a kept connection that turns out to be closed costs a second try and nothing else. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
