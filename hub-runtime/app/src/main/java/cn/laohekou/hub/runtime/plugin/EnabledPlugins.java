package cn.laohekou.hub.runtime.plugin;

import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import cn.laohekou.hub.connector.catalogue.PluginOffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The catalogue joined with the security administrator's decisions. A plugin of the release is enabled until somebody
 * disables it; a dropped-in one is only offered until it is enabled, and a changed file is another plugin that must be
 * enabled anew: a decision holds for a hash.
 *
 * <p>Thread-safe.
 */
public final class EnabledPlugins {

    /**
     * A decision of the security administrator.
     *
     * @param sha256 hash of the file decided on
     * @param enabled what was decided
     */
    public record Ruling(String sha256, boolean enabled) {}

    private final PluginCatalogue catalogue;
    private volatile Map<String, Ruling> rulings = Map.of();

    /** @param catalogue what is installed */
    public EnabledPlugins(PluginCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Takes over the decisions the registry holds now. */
    public void decided(Map<String, Ruling> newRulings) {
        rulings = Map.copyOf(newRulings);
    }

    /** Looks at the plugin folder again. */
    public void refresh() {
        catalogue.refresh();
    }

    /** Everything installed, refused files included. */
    public List<PluginOffer> offers() {
        return catalogue.offers();
    }

    /** Whether an offer is enabled: it is usable and the ruling, if any, holds for exactly this file. */
    public boolean isEnabled(PluginOffer offer) {
        return offer.plugin().filter(this::isEnabled).isPresent();
    }

    /** The plugin of that name, when it is enabled. */
    public Optional<Plugin> find(String name) {
        return catalogue.find(name).filter(this::isEnabled);
    }

    /** Names of all enabled plugins, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String name : catalogue.names()) {
            if (find(name).isPresent()) {
                names.add(name);
            }
        }
        return names;
    }

    private boolean isEnabled(Plugin plugin) {
        Ruling ruling = rulings.get(plugin.name());
        if (plugin.source() == Plugin.Source.BUILT_IN) {
            return ruling == null || ruling.enabled();
        }
        return ruling != null && ruling.enabled() && ruling.sha256().equals(plugin.sha256());
    }
}
