package cn.laohekou.hub.runtime.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The realm as code. */
final class RealmFile {

    private RealmFile() {}

    static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("..", "..", "deploy", "keycloak", "realm.json")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String idOf(String clientId) {
        for (JsonNode client : read().path("clients")) {
            if (client.path("clientId").asText().equals(clientId)) {
                return client.path("id").asText();
            }
        }
        return "";
    }

    static List<String> people() {
        List<String> people = new ArrayList<>();
        read().path("users").forEach(user -> people.add(user.path("username").asText()));
        return people;
    }
}
