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

    /** Settings with every secret in clear; a mask stands for the value the former settings hold. */
    ObjectNode clear(
            Connection connection, String connector, ObjectNode settings, Set<String> secrets, @Nullable ObjectNode former)
            throws SQLException {
        ObjectNode clear = settings.deepCopy();
        for (String name : secrets) {
            if (SecretValue.MASK.equals(settings.path(name).textValue())) {
                clear.remove(name);
                Optional<String> kept = former == null ? Optional.empty() : open(connection, connector, name, former);
                kept.ifPresent(value -> clear.put(name, value));
            }
        }
        return clear;
    }

    /** Settings fit for the database: secrets sealed, unchanged ones by the reference they had. */
    ObjectNode seal(
            Connection connection,
            String connector,
            ObjectNode clear,
            Set<String> secrets,
            @Nullable ObjectNode former,
            Instant now)
            throws SQLException {
        ObjectNode sealed = clear.deepCopy();
        for (String name : secrets) {
            if (!clear.path(name).isTextual()) {
                continue;
            }
            String value = clear.get(name).textValue();
            boolean unchanged = former != null
                    && open(connection, connector, name, former).filter(value::equals).isPresent();
            sealed.set(name, unchanged ? former.get(name) : store(connection, connector, name, value, now));
        }
        return sealed;
    }

    private JsonNode store(Connection connection, String connector, String setting, String value, Instant now)
            throws SQLException {
        UUID id = UUID.randomUUID();
        byte[] sealed = keys.seal(PURPOSE, belongsTo(connector, setting), value.getBytes(StandardCharsets.UTF_8));
        Sql.update(connection, "INSERT INTO registry.secret (id, sealed, created_at) VALUES (?, ?, ?)", id, sealed, now);
        return Json.object().put(REFERENCE, id.toString());
    }

    private Optional<String> open(Connection connection, String connector, String setting, ObjectNode settings)
            throws SQLException {
        Optional<UUID> id = reference(settings.path(setting));
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return Sql.one(connection, "SELECT sealed FROM registry.secret WHERE id = ?", row -> row.getBytes(1), id.get())
                .map(sealed -> reveal(connector, setting, sealed));
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
        ObjectNode target = copy.putObject("settings");
        settings.properties()
                .forEach(property -> target.set(
                        property.getKey(),
                        reference(property.getValue()).isPresent()
                                ? Json.text(SecretValue.MASK)
                                : property.getValue()));
        return copy;
    }

    private static Optional<UUID> reference(JsonNode node) {
        if (node instanceof ObjectNode object && object.size() == 1 && object.path(REFERENCE).isTextual()) {
            return Optional.of(UUID.fromString(object.get(REFERENCE).textValue()));
        }
        return Optional.empty();
    }

    private static byte[] belongsTo(String connector, String setting) {
        return ("registry.secret/" + connector + "/" + setting).getBytes(StandardCharsets.UTF_8);
    }
}
