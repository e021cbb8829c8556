package cn.laohekou.hub.connector.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/** A Kamelet as a tree. Absent parts read as empty objects, so that the validator can name all of them. */
public final class PluginDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root;

    PluginDocument(ObjectNode root) {
        this.root = root;
    }

    JsonNode at(String pointer) {
        return root.at(pointer);
    }

    String text(String pointer) {
        return root.at(pointer).asText("");
    }

    JsonNode definition() {
        return root.at("/spec/definition");
    }

    JsonNode properties() {
        return root.at("/spec/definition/properties");
    }

    JsonNode template() {
        return root.at("/spec/template");
    }

    Set<String> settingNames() {
        Set<String> names = new TreeSet<>();
        properties().fieldNames().forEachRemaining(names::add);
        return names;
    }

    static Object plain(JsonNode value) {
        return JSON.convertValue(value, Object.class);
    }
}
