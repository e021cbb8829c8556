package cn.laohekou.hub.connector.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder whose Kamelet files are offered without a restart. */
final class DropInFolder {

    private static final String SUFFIX = ".kamelet.yaml";

    private final Path folder;

    DropInFolder(Path folder) {
        this.folder = folder;
    }

    List<PluginOffer> offers(Set<String> taken) {
        List<PluginOffer> offers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Path file : files()) {
            PluginOffer offer = offer(file, taken);
            offers.add(names.add(offer.name()) ? offer : twice(offer));
        }
        return offers;
    }

    /** The first in order of path counts: which of two it is must not depend on chance. */
    private static PluginOffer twice(PluginOffer offer) {
        Finding finding = Finding.error(
                "/metadata/name", "另一个文件已用此名称，请删去其一。", "Another file has this name already; remove one of them.");
        return new PluginOffer(offer.name(), offer.source(), offer.sha256(), Optional.empty(), List.of(finding));
    }

    private PluginOffer offer(Path file, Set<String> taken) {
        String fileName = String.valueOf(file.getFileName());
        String name = fileName.substring(0, fileName.length() - SUFFIX.length());
        PluginValidator validator = new PluginValidator();
        try {
            if (Files.size(file) > PluginFile.MAX_BYTES) {
                return validator.refused(
                        name,
                        Finding.error(
                                "",
                                "文件超过 " + PluginFile.MAX_BYTES + " 字节。",
                                "The file is larger than " + PluginFile.MAX_BYTES + " bytes."));
            }
            byte[] kamelet = Files.readAllBytes(file);
            if (taken.contains(name)) {
                return validator.refused(
                        name,
                        kamelet,
                        Finding.error(
                                "/metadata/name",
                                "名称 " + name + " 属于内置类型，请换一个名称。",
                                "The name " + name + " belongs to a built-in plugin; choose another."));
            }
            return validator.offer(new PluginSource(
                    name, Plugin.Source.DROPPED_IN, kamelet, beside(file, "contract.yaml"), beside(file, "README.md")));
        } catch (IOException e) {
            return validator.refused(name, Finding.error("", "文件无法读取。", "The file cannot be read."));
        }
    }

    /** Contract and README belong to a plugin only when it has a folder of its own. */
    private String beside(Path file, String name) throws IOException {
        Path parent = file.getParent();
        if (parent == null || parent.equals(folder)) {
            return "";
        }
        Path other = parent.resolve(name);
        boolean readable =
                Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS) && Files.size(other) <= PluginFile.MAX_BYTES;
        return readable ? new String(Files.readAllBytes(other), StandardCharsets.UTF_8) : "";
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder, 2)) {
            return found.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // An unreadable folder offers nothing; what runs goes on running.
            return List.of();
        }
    }
}
