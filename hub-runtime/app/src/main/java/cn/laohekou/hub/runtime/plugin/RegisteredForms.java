package cn.laohekou.hub.runtime.plugin;

import cn.laohekou.hub.connector.catalogue.Finding;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.SettingsValidator;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.registry.PluginForms;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells the registry what the enabled plugins' settings look like. */
public final class RegisteredForms implements PluginForms {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EnabledPlugins plugins;
    private final SettingsValidator validator = new SettingsValidator();

    /** @param plugins what is enabled */
    public RegisteredForms(EnabledPlugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public Set<String> names() {
        return plugins.names();
    }

    @Override
    public Set<String> secretSettings(String plugin) {
        return plugins.find(plugin).map(Plugin::secretSettings).orElse(Set.of());
    }

    @Override
    public List<FieldError> check(String plugin, ObjectNode settings) {
        Map<String, Object> values = JSON.convertValue(settings, new TypeReference<Map<String, Object>>() {});
        return plugins.find(plugin)
                .map(found -> validator.validate(found, values).stream()
                        .filter(Finding::isError)
                        .map(finding -> FieldError.of(
                                "/spec/settings" + finding.pointer(), finding.chinese(), finding.english()))
                        .toList())
                .orElse(List.of());
    }
}
