package cn.laohekou.hub.runtime.exchange;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.NoSuchAlgorithmException;
import javax.crypto.KeyGenerator;

/** The directory of encrypted spool files, {@code HUB_HOME/data/spool}. */
final class SpoolFiles {

    private static final int KEY_BITS = 256;

    private final Path directory;

    /**
     * Creates the directory when missing and removes what a platform without unlinking may have left behind.
     *
     * @param directory where files are opened
     */
    SpoolFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*.spool")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Opens a new file under a new key and unlinks it at once. */
    SpoolFile open() throws IOException {
        Path path = Files.createTempFile(directory, "answer", ".spool");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        Files.deleteIfExists(path);
        try {
            KeyGenerator keys = KeyGenerator.getInstance("AES");
            keys.init(KEY_BITS);
            return new SpoolFile(channel, keys.generateKey());
        } catch (NoSuchAlgorithmException e) {
            channel.close();
            throw new IOException("this Java has no AES", e);
        }
    }
}
