package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a connector's revision states.
 *
 * @param plugin name of the plugin
 * @param settings the plugin's settings
 * @param limits bounds common to all plugins
 */
record ConnectorSpec(String plugin, ObjectNode settings, Limits limits) {

    static ConnectorSpec read(JsonNode spec, List<FieldError> errors) {
        SpecReader reader = new SpecReader(spec, "/spec", errors);
        String plugin = reader.text("plugin", true);
        ObjectNode settings = reader.raw("settings");
        Limits limits = Limits.read(reader.object("limits"));
        reader.refuseUnknown();
        return new ConnectorSpec(plugin, settings, limits);
    }
}
