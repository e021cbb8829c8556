package cn.laohekou.hub.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's own programs for this machine, unpacked once per version into a cache. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * Unpacks the programs unless that was done before. Safe when several processes do it at once: each unpacks aside
     * and the first rename wins.
     *
     * @param cache folder for unpacked programs
     * @return folder holding {@code bin}, {@code lib} and {@code share}
     */
    static Path unpack(Path cache) throws CannotStart {
        try {
            byte[] archive = archive();
            Path target = cache.resolve("postgresql-" + digest(archive));
            if (!Files.isDirectory(target)) {
                SecretFile.privateFolder(cache);
                Path draft = Files.createTempDirectory(cache, "unpack");
                extract(archive, draft);
                if (!renamed(draft, target)) {
                    delete(draft);
                }
            }
            return target;
        } catch (IOException | IllegalStateException e) {
            throw new CannotStart(
                    "无法解压内嵌的 PostgreSQL，请检查磁盘空间和处理器架构，或用 HUB_DB_URL 指定外部数据库。"
                            + " The embedded PostgreSQL cannot be unpacked; check disk space and processor architecture,"
                            + " or name an external one with HUB_DB_URL.",
                    e);
        }
    }

    private static byte[] archive() throws IOException {
        String system =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return in.readAllBytes();
        }
    }

    private static String digest(byte[] archive) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void extract(byte[] archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                Path parent = file.getParent();
                if (parent == null || !file.startsWith(folder)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                Files.createDirectories(entry.isDirectory() ? file : parent);
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, file);
                    boolean program = parent.endsWith("bin");
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString(program ? "rwx------" : "rw-------"));
                }
            }
        }
    }

    private static boolean renamed(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            if (Files.isDirectory(target)) {
                return false;
            }
            throw e;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
