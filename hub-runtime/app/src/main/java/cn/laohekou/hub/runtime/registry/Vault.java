package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.SealBroken;
import cn.laohekou.hub.security.crypto.SecretValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secret settings sealed. In a stored revision a secret is a reference {@code {"$secret": id}}; outside the hub it is
 * only ever a mask. A sealed value opens only for the connector and setting it was stored for.
 */
final class Vault {

    private static final String PURPOSE = "connector-secret";
    private static final String REFERENCE = "$secret";

    private final KeyService keys;

    Vault(KeyService keys) {
        this.keys = keys;
    }

    /** A document with every secret in clear; a mask stands for the value the former document holds. */
    ObjectNode clear(
            Connection connection, String connector, ObjectNode spec, Set<String> secrets, @Nullable ObjectNode former)
            throws SQLException {
        ObjectNode copy = spec.deepCopy();
        ObjectNode clear = settings(copy);
        for (String name : secrets) {
            if (reference(clear.path(name)).isPresent()) {
                clear.remove(name);
            } else if (SecretValue.MASK.equals(clear.path(name).textValue())) {
                clear.remove(name);
                open(connection, connector, name, former).ifPresent(value -> clear.put(name, value));
            }
        }
        return copy;
    }

    /** A stored document with every secret in clear. */
    ObjectNode opened(Connection connection, String connector, ObjectNode stored, Set<String> secrets)
            throws SQLException {
        ObjectNode copy = stored.deepCopy();
        for (String name : secrets) {
            open(connection, connector, name, stored)
                    .ifPresent(value -> settings(copy).put(name, value));
        }
        return copy;
    }

    /** A document fit for the database: secrets sealed, unchanged ones by the reference they had. */
    ObjectNode seal(
            Connection connection,
            String connector,
            ObjectNode clear,
            Set<String> secrets,
            @Nullable ObjectNode former,
            Instant now)
            throws SQLException {
        ObjectNode closed = clear.deepCopy();
        for (String name : secrets) {
            JsonNode value = settings(clear).path(name);
            if (value.isTextual() && former != null && unchanged(connection, connector, name, value, former)) {
                settings(closed).set(name, settings(former).get(name));
            } else if (value.isTextual()) {
                settings(closed).set(name, store(connection, connector, name, value.textValue(), now));
            }
        }
        return closed;
    }

    /** Whether a document in clear says the same as a stored one. */
    boolean matches(Connection connection, String connector, ObjectNode clear, Set<String> secrets, ObjectNode stored)
            throws SQLException {
        ObjectNode candidate = clear.deepCopy();
        for (String name : secrets) {
            JsonNode value = settings(clear).path(name);
            if (value.isTextual() && unchanged(connection, connector, name, value, stored)) {
                settings(candidate).set(name, settings(stored).get(name));
            }
        }
        return candidate.equals(stored);
    }

    private boolean unchanged(Connection connection, String connector, String name, JsonNode value, ObjectNode former)
            throws SQLException {
        return open(connection, connector, name, former)
                .filter(value.textValue()::equals)
                .isPresent();
    }

    private static ObjectNode settings(ObjectNode spec) {
        return spec.get("settings") instanceof ObjectNode settings ? settings : Json.object();
    }

    private JsonNode store(Connection connection, String connector, String setting, String value, Instant now)
            throws SQLException {
        UUID id = UUID.randomUUID();
        byte[] sealed = keys.seal(PURPOSE, belongsTo(connector, setting), value.getBytes(StandardCharsets.UTF_8));
        Sql.update(
                connection, "INSERT INTO registry.secret (id, sealed, created_at) VALUES (?, ?, ?)", id, sealed, now);
        return Json.object().put(REFERENCE, id.toString());
    }

    private Optional<String> open(Connection connection, String connector, String setting, @Nullable ObjectNode spec)
            throws SQLException {
        Optional<UUID> id =
                spec == null ? Optional.empty() : reference(settings(spec).path(setting));
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return Sql.one(connection, "SELECT sealed FROM registry.secret WHERE id = ?", row -> row.getBytes(1), id.get())
                .map(bytes -> reveal(connector, setting, bytes));
    }

    private String reveal(String connector, String setting, byte[] sealed) {
        return new String(keys.open(PURPOSE, belongsTo(connector, setting), sealed), StandardCharsets.UTF_8);
    }

    /** All sealed values, for opening many settings without asking the database for each. */
    static Map<UUID, byte[]> load(Connection connection) throws SQLException {
        Map<UUID, byte[]> all = new HashMap<>();
        Sql.list(
                connection,
                "SELECT id, sealed FROM registry.secret",
                row -> all.put(row.getObject(1, UUID.class), row.getBytes(2)));
        return all;
    }

    /**
     * Settings as a plugin gets them.
     *
     * @throws SealBroken when a secret was stored for something else or under another key
     */
    Map<String, Object> plain(String connector, ObjectNode settings, Map<UUID, byte[]> sealed) {
        Map<String, Object> plain = new LinkedHashMap<>();
        settings.properties().forEach(property -> {
            Optional<UUID> id = reference(property.getValue());
            byte[] secret = id.map(sealed::get).orElse(null);
            plain.put(
                    property.getKey(),
                    secret == null
                            ? Json.plain(property.getValue())
                            : SecretValue.of(reveal(connector, property.getKey(), secret)));
        });
        return plain;
    }

    /** The same document with every reference replaced by the mask. */
    static ObjectNode masked(ObjectNode spec) {
        if (!(spec.get("settings") instanceof ObjectNode settings)) {
            return spec;
        }
        ObjectNode copy = spec.deepCopy();
        ObjectNode target = Json.object();
        copy.set("settings", target);
        settings.properties()
                .forEach(property -> target.set(
                        property.getKey(),
                        reference(property.getValue()).isPresent()
                                ? Json.text(SecretValue.MASK)
                                : property.getValue()));
        return copy;
    }

    private static Optional<UUID> reference(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.size() == 1
                && object.path(REFERENCE).isTextual()) {
            return Optional.of(UUID.fromString(object.get(REFERENCE).textValue()));
        }
        return Optional.empty();
    }

    private static byte[] belongsTo(String connector, String setting) {
        return ("registry.secret/" + connector + "/" + setting).getBytes(StandardCharsets.UTF_8);
    }
}
