package cn.laohekou.hub.connector.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The plugins of the release, on the class path under {@code plugins/<name>/}. */
final class BuiltInPlugins {

    /** Written by the build: one folder name per line. */
    private static final String NAMES = "plugins/names.txt";

    private final Set<String> names = readNames();

    /** Read and validated once: a release does not change while it runs, and drop-ins are looked at every few seconds. */
    private final List<PluginOffer> offers = read(names);

    Set<String> names() {
        return names;
    }

    List<PluginOffer> offers() {
        return offers;
    }

    private static List<PluginOffer> read(Set<String> names) {
        List<PluginOffer> offers = new ArrayList<>();
        for (String name : names) {
            byte[] kamelet =
                    resource("plugins/" + name + "/" + name + ".kamelet.yaml").orElse(new byte[0]);
            String contract = text("plugins/" + name + "/contract.yaml");
            String readme = text("plugins/" + name + "/README.md");
            offers.add(new PluginValidator()
                    .offer(new PluginSource(name, Plugin.Source.BUILT_IN, kamelet, contract, readme)));
        }
        return List.copyOf(offers);
    }

    private static Set<String> readNames() {
        Set<String> names = new TreeSet<>();
        text(NAMES).lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(names::add);
        if (names.isEmpty()) {
            throw new IllegalStateException("no built-in plugins on the class path: " + NAMES + " is missing or empty");
        }
        return names;
    }

    private static String text(String path) {
        return resource(path)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static Optional<byte[]> resource(String path) {
        try (InputStream in = BuiltInPlugins.class.getClassLoader().getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + " from the class path", e);
        }
    }
}
