package cn.laohekou.hub.connector.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * A plugin file as found, usable or not.
 *
 * @param name taken from the file's name
 * @param source where it was found
 * @param sha256 hash of its exact bytes
 * @param plugin the plugin, empty when {@code findings} hold an error
 * @param findings what the validator says, worst first
 */
public record PluginOffer(
        String name, Plugin.Source source, String sha256, Optional<Plugin> plugin, List<Finding> findings) {

    /** Copies the list. */
    public PluginOffer {
        findings = List.copyOf(findings);
    }
}
