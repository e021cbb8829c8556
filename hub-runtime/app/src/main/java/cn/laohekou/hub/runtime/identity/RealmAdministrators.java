package cn.laohekou.hub.runtime.identity;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import cn.laohekou.hub.runtime.registry.AdministratorRoles;
import cn.laohekou.hub.runtime.registry.SystemClients;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives people the administrators' roles as the realm's account {@code hub-setup}, which may map these three roles and
 * nothing else. Its secret is read when a role is given and not kept.
 */
public final class RealmAdministrators implements AdministratorRoles {

    /** Ids of the roles as {@code deploy/keycloak/realm.json} fixes them: the account may not look them up. */
    static final Map<String, String> ROLE_IDS = Map.of(
            "system-administrator", "ca146f0d-736d-569d-9032-6ebb142c56a2",
            "security-administrator", "e9a609c6-5b08-5849-ae46-3bb14bdd269e",
            "audit-administrator", "691ffa0a-35fb-5132-86fc-84c0bde2943e");

    private static final String CLIENT = "hub-setup";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealmSettings settings;
    private final Optional<Path> secretFile;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * @param settings where the realm is
     * @param secretFile file with the secret of {@code hub-setup}; empty when the operator named none
     */
    public RealmAdministrators(RealmSettings settings, Optional<Path> secretFile) {
        this.settings = settings;
        this.secretFile = secretFile;
    }

    @Override
    public boolean available() {
        return secretFile.filter(Files::isReadable).isPresent();
    }

    @Override
    public void give(String subject, String role) throws SystemClients.NotReached {
        String id = Optional.ofNullable(ROLE_IDS.get(role))
                .orElseThrow(() -> new SystemClients.NotReached("not an administrator's role"));
        String path = "/users/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/role-mappings/realm";
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(settings.admin(path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(List.of(Map.of("id", id, "name", role))))));
        require(answer, 204);
    }

    private String token() throws SystemClients.NotReached {
        String form = "grant_type=client_credentials&client_id=" + CLIENT + "&client_secret="
                + URLEncoder.encode(secret(), StandardCharsets.UTF_8);
        URI endpoint = settings.tokenEndpoint();
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        require(answer, 200);
        try {
            return JSON.readTree(answer.body()).path("access_token").asText();
        } catch (IOException e) {
            throw new SystemClients.NotReached("identity server answered no JSON");
        }
    }

    private String secret() throws SystemClients.NotReached {
        try {
            return SecretFile.read(secretFile.orElseThrow(() -> new CannotStart("HUB_KEYCLOAK_SETUP_SECRET_FILE")));
        } catch (CannotStart e) {
            throw new SystemClients.NotReached("secret of " + CLIENT + " cannot be read");
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws SystemClients.NotReached {
        try {
            return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new SystemClients.NotReached("identity server does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemClients.NotReached("interrupted");
        }
    }

    private static void require(HttpResponse<byte[]> answer, int status) throws SystemClients.NotReached {
        if (answer.statusCode() != status) {
            throw new SystemClients.NotReached("identity server answered " + answer.statusCode());
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain maps can always be written", e);
        }
    }
}
