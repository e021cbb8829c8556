package cn.laohekou.hub.connector.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private volatile List<PluginOffer> offers;

    private PluginCatalogue(BuiltInPlugins builtIn, Optional<DropInFolder> folder) {
        this.builtIn = builtIn;
        this.folder = folder;
        this.offers = List.of();
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
        List<PluginOffer> all = new ArrayList<>(builtIn.offers());
        folder.ifPresent(files -> all.addAll(files.offers(builtIn.names())));
        all.sort(Comparator.comparing(PluginOffer::name).thenComparing(PluginOffer::source));
        offers = List.copyOf(all);
    }

    /** All offers by name, refused ones included. */
    public List<PluginOffer> offers() {
        return offers;
    }

    /** The usable plugin of that name; names of usable plugins are unique. */
    public Optional<Plugin> find(String name) {
        return offers.stream()
                .flatMap(offer -> offer.plugin().stream())
                .filter(plugin -> plugin.name().equals(name))
                .findFirst();
    }

    /** Names of all usable plugins, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        offers.forEach(offer -> offer.plugin().ifPresent(plugin -> names.add(plugin.name())));
        return names;
    }
}
