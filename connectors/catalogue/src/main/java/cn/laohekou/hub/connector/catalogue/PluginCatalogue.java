package cn.laohekou.hub.connector.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The plugins of this installation: those of the release and those somebody dropped into the plugin folder. Being listed
 * says nothing about being enabled: that is the security administrator's decision on a hash.
 *
 * <p>Thread-safe: {@link #refresh} replaces the snapshot as a whole.
 */
public final class PluginCatalogue {

    private final BuiltInPlugins builtIn;
    private final Optional<DropInFolder> folder;
    private volatile Map<String, PluginOffer> offers;

    private PluginCatalogue(BuiltInPlugins builtIn, Optional<DropInFolder> folder) {
        this.builtIn = builtIn;
        this.folder = folder;
        this.offers = Map.of();
        refresh();
    }

    /** The plugins of the release only. */
    public static PluginCatalogue ofRelease() {
        return new PluginCatalogue(new BuiltInPlugins(), Optional.empty());
    }

    /**
     * The plugins of the release and of a folder.
     *
     * @param dropIns folder with {@code <name>.kamelet.yaml} files or {@code <name>/<name>.kamelet.yaml}; need not exist
     */
    public static PluginCatalogue with(Path dropIns) {
        return new PluginCatalogue(new BuiltInPlugins(), Optional.of(new DropInFolder(dropIns)));
    }

    /** Reads the folder again. A file that cannot be read or is refused becomes an offer without a plugin. */
    public void refresh() {
        Map<String, PluginOffer> found = new TreeMap<>();
        builtIn.offers().forEach(offer -> found.put(offer.name(), offer));
        folder.ifPresent(files ->
                files.offers(builtIn.names()).forEach(offer -> found.putIfAbsent(key(offer, found), offer)));
        offers = Map.copyOf(found);
    }

    /** All offers by name, refused ones included. */
    public List<PluginOffer> offers() {
        List<PluginOffer> all = new ArrayList<>(offers.values());
        all.sort(Comparator.comparing(PluginOffer::name).thenComparing(PluginOffer::source));
        return all;
    }

    /** The usable plugin of that name. */
    public Optional<Plugin> find(String name) {
        return Optional.ofNullable(offers.get(name)).flatMap(PluginOffer::plugin);
    }

    /** Names of all usable plugins, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        offers.values().forEach(offer -> offer.plugin().ifPresent(plugin -> names.add(plugin.name())));
        return names;
    }

    /** A drop-in that takes a built-in's name is listed, refused, beside it. */
    private static String key(PluginOffer offer, Map<String, PluginOffer> found) {
        PluginOffer other = found.get(offer.name());
        return other != null && other.source() == Plugin.Source.BUILT_IN ? offer.name() + " (drop-in)" : offer.name();
    }
}
