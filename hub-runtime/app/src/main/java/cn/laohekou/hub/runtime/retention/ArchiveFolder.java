package cn.laohekou.hub.runtime.retention;

import cn.laohekou.hub.embedded.SecretFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where archive bundles lie. A bundle has its name only once it is complete, on disk and verified. */
final class ArchiveFolder {

    private static final Pattern NAME = Pattern.compile("([a-z0-9][a-z0-9-]{0,62})_([0-9]{1,18})_([0-9]{1,18})\\.zip");
    private static final String PART = ".part";

    private final Path folder;

    ArchiveFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Name of a bundle.
     *
     * @param node whose chain
     * @param first first batch in it
     * @param last last batch in it
     */
    record Name(String node, long first, long last) {

        static Optional<Name> of(String file) {
            Matcher parts = NAME.matcher(file);
            return parts.matches()
                    ? Optional.of(
                            new Name(parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
                    : Optional.empty();
        }

        String file() {
            return node + "_" + first + "_" + last + ".zip";
        }
    }

    /** Writes into a file. */
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Says whether a written file is what it must be. */
    @FunctionalInterface
    interface Check {
        void check(Path file) throws IOException;
    }

    /** All bundles, by name. */
    List<Name> names() throws IOException {
        List<Name> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.zip")) {
                for (Path file : files) {
                    Name.of(String.valueOf(file.getFileName())).ifPresent(names::add);
                }
            }
        }
        return names;
    }

    /** A bundle that begins with a batch, left by a run that was interrupted. */
    Optional<Name> beginningWith(String node, long first) throws IOException {
        return names().stream()
                .filter(name -> name.node().equals(node) && name.first() == first)
                .findFirst();
    }

    /** The file of a bundle; empty when there is none. */
    Optional<Path> file(Name name) {
        Path file = folder.resolve(name.file());
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Writes a bundle, forces it to disk, checks it and only then gives it its name. What went wrong leaves no file. */
    void write(Name name, Content content, Check check) throws IOException {
        SecretFile.privateFolder(folder);
        Path part = folder.resolve(name.file() + PART);
        try {
            Files.deleteIfExists(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                content.write(out);
                out.flush();
                channel.force(true);
            }
            check.check(part);
            Files.move(part, folder.resolve(name.file()), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
