package cn.laohekou.hub.connector.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A connector plugin that passed validation. Immutable: a changed file is another plugin with another hash.
 *
 * @param name id of the Kamelet, its file and its folder
 * @param title what people read
 * @param description one or two sentences
 * @param version the author's version text
 * @param source where it came from
 * @param sha256 lower-case hexadecimal SHA-256 of the Kamelet file's exact bytes; what the security administrator enables
 * @param kamelet the Kamelet file's text as its author wrote it
 * @param readme text of its README, empty when there is none
 * @param document the Kamelet as read; for this package only and never changed
 */
public record Plugin(
        String name,
        String title,
        String description,
        String version,
        Source source,
        String sha256,
        String kamelet,
        String readme,
        PluginDocument document) {

    /** Where a plugin came from. */
    public enum Source {
        /** Part of the hub's own release. */
        BUILT_IN,
        /** A file in the plugin folder of this installation. */
        DROPPED_IN
    }

    private static final int TEMPLATE_HASH_LENGTH = 16;

    /** Id under which the plugin's route template is loaded: one per content, so that versions never mix. */
    public String templateId() {
        return name + "-" + sha256.substring(0, TEMPLATE_HASH_LENGTH);
    }

    /**
     * What Camel is given to load: the very template that was validated, written out again as JSON (which is YAML). No
     * second parser reads the author's text, so none can read it differently. The schema is left out but for the names:
     * its defaults are texts Camel would resolve, and the hub hands every setting over itself.
     */
    public String loadableKamelet() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("apiVersion", "camel.apache.org/v1").put("kind", "Kamelet");
        root.putObject("metadata").put("name", templateId());
        ObjectNode spec = root.putObject("spec");
        ObjectNode definition = spec.putObject("definition").put("title", name).put("type", "object");
        ArrayNode required = definition.putArray("required").add("connector");
        ObjectNode properties = definition.putObject("properties");
        properties.putObject("connector").put("type", "string");
        for (String setting : settingNames()) {
            required.add(setting);
            properties.putObject(setting).put("type", "string");
        }
        spec.set("template", document.template().deepCopy());
        return root.toString();
    }

    /** JSON Schema of the settings, as JSON text. */
    public String settingsSchema() {
        return document.definition().toString();
    }

    /** Names of all settings. */
    public Set<String> settingNames() {
        return document.settingNames();
    }

    /** Names of the settings that are secrets ({@code format: password}): write-only and masked wherever shown. */
    public Set<String> secretSettings() {
        Set<String> secrets = new TreeSet<>();
        document.properties().properties().forEach(property -> {
            if (property.getValue().path("format").asText().equals("password")) {
                secrets.add(property.getKey());
            }
        });
        return secrets;
    }

    /**
     * Defaults of the settings that have one, as plain Java values. Objects and arrays are empty by default: Camel's own
     * reader takes no other default for them.
     */
    public Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        document.properties().properties().forEach(property -> {
            JsonNode value = property.getValue().get("default");
            String type = property.getValue().path("type").asText();
            if (value != null) {
                defaults.put(property.getKey(), PluginDocument.plain(value));
            } else if (type.equals("object")) {
                defaults.put(property.getKey(), Map.of());
            } else if (type.equals("array")) {
                defaults.put(property.getKey(), List.of());
            }
        });
        return defaults;
    }

    /** Name, version and hash; the rest is long. */
    @Override
    public String toString() {
        return "Plugin[" + name + " " + version + " sha256:" + sha256 + "]";
    }
}
