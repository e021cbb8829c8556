package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;

/** Reads the contracts of built-in plugins. */
final class Contracts {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Contracts() {}

    static JsonNode of(Plugin plugin) {
        String path = "/plugins/" + plugin.name() + "/contract.yaml";
        try (InputStream in = PluginCatalogue.class.getResourceAsStream(path)) {
            return YAML.readTree(in);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    /** Whether its examples are about files and not about requests. */
    static boolean isOfFiles(JsonNode contract) {
        return contract.path("kind").asText().equals("files");
    }
}
