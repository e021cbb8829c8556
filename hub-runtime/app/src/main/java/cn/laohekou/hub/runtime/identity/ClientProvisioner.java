package cn.laohekou.hub.runtime.identity;

import cn.laohekou.hub.runtime.registry.SystemClients;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the realm's clients agree with registered systems, as an account that may do nothing else. Every operation can be
 * repeated.
 */
public final class ClientProvisioner implements SystemClients {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RealmSettings settings;
    private final SystemMappers mappers;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /**
     * @param settings where the realm is
     * @param upstream how the upstream identity provider names what it says of a person
     */
    public ClientProvisioner(RealmSettings settings, UpstreamClaims upstream) {
        this.settings = settings;
        this.mappers = new SystemMappers(upstream);
    }

    @Override
    public void ensure(Wanted wanted) throws NotReached {
        String token = token();
        Optional<String> id = find(token, wanted.client());
        ObjectNode client = client(wanted);
        if (id.isPresent()) {
            client.put("id", id.get());
            require(send("PUT", settings.admin("/clients/" + id.get()), token, client), 204);
            repairMappers(token, id.get(), wanted);
            if (wanted.ended()) {
                newSecret(token, id.get());
            }
        } else {
            int status = send("POST", settings.admin("/clients"), token, client).statusCode();
            if (status != 201 && status != 409) {
                throw new NotReached("identity server answered " + status);
            }
        }
    }

    @Override
    public String newSecret(String client) throws NotReached {
        String token = token();
        String id = find(token, client).orElseThrow(() -> new NotReached("client not there yet"));
        return newSecret(token, id);
    }

    @Override
    public void expireSecret(String client) throws NotReached {
        String token = token();
        Optional<String> id = find(token, client);
        if (id.isPresent()) {
            newSecret(token, id.get());
        }
    }

    private String newSecret(String token, String id) throws NotReached {
        HttpResponse<byte[]> answer = send("POST", settings.admin("/clients/" + id + "/client-secret"), token, null);
        require(answer, 200);
        return read(answer).path("value").asText();
    }

    /** An update of a client leaves its mappers alone: what they say is put right one by one. */
    private void repairMappers(String token, String id, Wanted wanted) throws NotReached {
        URI models = settings.admin("/clients/" + id + "/protocol-mappers/models");
        HttpResponse<byte[]> answer = send("GET", models, token, null);
        require(answer, 200);
        JsonNode present = read(answer);
        for (JsonNode mapper : mappers.of(wanted)) {
            JsonNode same = byName(present, mapper.path("name").asText());
            if (same == null) {
                require(send("POST", models, token, mapper), 201);
            } else if (!same.path("config").equals(mapper.path("config"))) {
                ObjectNode repaired = mapper.deepCopy();
                repaired.set("id", same.path("id"));
                URI one = URI.create(models + "/" + same.path("id").asText());
                require(send("PUT", one, token, repaired), 204);
            }
        }
        for (JsonNode mapper : present) {
            if (byName(mappers.of(wanted), mapper.path("name").asText()) == null) {
                URI one = URI.create(models + "/" + mapper.path("id").asText());
                require(send("DELETE", one, token, null), 204);
            }
        }
    }

    private static @Nullable JsonNode byName(JsonNode mappers, String name) {
        for (JsonNode mapper : mappers) {
            if (mapper.path("name").asText().equals(name)) {
                return mapper;
            }
        }
        return null;
    }

    private Optional<String> find(String token, String clientId) throws NotReached {
        String query = "/clients?clientId=" + URLEncoder.encode(clientId, StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = send("GET", settings.admin(query), token, null);
        require(answer, 200);
        JsonNode found = read(answer);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.get(0).path("id").asText());
    }

    private ObjectNode client(Wanted wanted) {
        boolean signs = wanted.jwks() != null;
        ObjectNode client = JSON.createObjectNode()
                .put("clientId", wanted.client())
                .put("name", wanted.name())
                .put("enabled", wanted.enabled())
                .put("protocol", "openid-connect")
                .put("publicClient", false)
                .put("bearerOnly", false)
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", wanted.signIn() != null)
                .put("implicitFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("fullScopeAllowed", false)
                .put("clientAuthenticatorType", signs ? "client-jwt" : "client-secret");
        ArrayNode redirects = client.putArray("redirectUris");
        if (wanted.signIn() != null) {
            wanted.signIn().redirectUris().forEach(redirects::add);
        }
        client.putArray("defaultClientScopes");
        client.putArray("optionalClientScopes");
        ObjectNode attributes = client.putObject("attributes");
        attributes.put("use.jwks.string", signs ? "true" : "false");
        attributes.put("jwks.string", signs ? forSigning(String.valueOf(wanted.jwks())) : "");
        // A proof key for every sign-in (RFC 7636), and people's tokens may become tokens of this system (RFC 8693).
        attributes.put("pkce.code.challenge.method", "S256");
        attributes.put("standard.token.exchange.enabled", "true");
        client.set("protocolMappers", mappers.of(wanted));
        return client;
    }

    /** The identity server looks only at keys marked for signatures (RFC 7517 section 4.2). */
    private static String forSigning(String jwks) {
        try {
            JsonNode set = JSON.readTree(jwks);
            for (JsonNode key : set.path("keys")) {
                if (key instanceof ObjectNode object && !object.has("use")) {
                    object.put("use", "sig");
                }
            }
            return set.toString();
        } catch (IOException e) {
            throw new IllegalStateException("A registered key set is JSON", e);
        }
    }

    private String token() throws NotReached {
        String form = "grant_type=client_credentials&client_id=" + encode(settings.provisionerId()) + "&client_secret="
                + encode(settings.provisionerSecret());
        HttpResponse<byte[]> answer = exchange(HttpRequest.newBuilder(settings.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        require(answer, 200);
        return read(answer).path("access_token").asText();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(String method, URI uri, String token, @Nullable JsonNode body) throws NotReached {
        return exchange(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) throws NotReached {
        try {
            return http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new NotReached("identity server does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotReached("interrupted");
        }
    }

    private static void require(HttpResponse<byte[]> answer, int status) throws NotReached {
        if (answer.statusCode() != status) {
            throw new NotReached("identity server answered " + answer.statusCode());
        }
    }

    private static JsonNode read(HttpResponse<byte[]> answer) throws NotReached {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new NotReached("identity server answered no JSON");
        }
    }
}
