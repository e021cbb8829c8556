package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** What the registry must know of connector plugins: which may be used, and what their settings look like. */
public interface PluginForms {

    /** Names of the plugins the security administrator enabled. */
    Set<String> names();

    /**
     * Names of the settings that are secrets.
     *
     * @param plugin name of an enabled plugin
     */
    Set<String> secretSettings(String plugin);

    /**
     * Everything wrong with settings, by the plugin's own form.
     *
     * @param plugin name of an enabled plugin
     * @param settings settings with secrets in clear
     * @return faults with pointers below {@code /spec/settings}; empty when there is none
     */
    List<FieldError> check(String plugin, ObjectNode settings);
}
