package cn.laohekou.hub.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Secrets kept in files that only their owner may read. */
public final class SecretFile {

    /** 256 bits: beyond guessing, whatever the attacker's budget. */
    private static final int RANDOM_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretFile() {}

    /**
     * Reads a secret, or makes a random one (256 bits, base64url, no padding) when the file does not exist yet.
     *
     * @param file where it lives; the folder is created with mode 0700, the file with mode 0600
     * @return the secret without line end
     * @throws CannotStart when the file cannot be read or made, or others may read it
     */
    public static String readOrCreate(Path file) throws CannotStart {
        if (!Files.exists(file)) {
            createPrivate(file, Base64.getUrlEncoder().withoutPadding(), "rw-------");
        }
        return read(file);
    }

    /**
     * Makes a master key file: 32 random bytes as base64 text, mode 0400. Leaves an existing file as it is.
     *
     * @param file where it lives
     * @throws CannotStart when it cannot be made
     */
    public static void createKeyIfAbsent(Path file) throws CannotStart {
        if (!Files.exists(file)) {
            createPrivate(file, Base64.getEncoder(), "r--------");
        }
    }

    /**
     * Reads a secret from a file that nobody but its owner may read.
     *
     * @param file the file
     * @return its text without surrounding white space
     * @throws CannotStart when it is missing, empty, or group or others have any right on it
     */
    public static String read(Path file) throws CannotStart {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            for (PosixFilePermission right : rights) {
                if (!right.name().startsWith("OWNER")) {
                    throw new CannotStart("文件 " + file + " 对其他用户开放，请执行 chmod 600 后重试。 The file is open to other users;"
                            + " run chmod 600 on it and start again.");
                }
            }
            String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (secret.isEmpty()) {
                throw new CannotStart("文件 " + file + " 是空的，请写入密钥后重试。 The file is empty; put the secret into it.");
            }
            return secret;
        } catch (IOException e) {
            throw new CannotStart("无法读取文件 " + file + "，请检查路径和权限。 The file cannot be read; check path and rights.", e);
        }
    }

    private static void createPrivate(Path file, Base64.Encoder encoder, String rights) throws CannotStart {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        try {
            Path folder = privateFolderOf(file);
            Path draft = Files.createTempFile(folder, ".new", "");
            Files.writeString(draft, encoder.encodeToString(bytes), StandardOpenOption.TRUNCATE_EXISTING);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(rights));
            // A hard link fails if another process was first, a rename would silently replace its secret.
            try {
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException e) {
                // The other process's secret counts; the caller reads it next.
            } finally {
                Files.delete(draft);
            }
        } catch (IOException e) {
            throw new CannotStart("无法创建文件 " + file + "，请检查目录权限。 The file cannot be created; check the folder.", e);
        }
    }

    /**
     * Makes a folder that only its owner may enter.
     *
     * @param folder the folder; parents are created as needed
     * @throws IOException when it cannot be made
     */
    public static void privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /**
     * Makes the folder a file lies in, as {@link #privateFolder}.
     *
     * @param file the file
     * @return its folder
     * @throws IOException when it cannot be made
     */
    public static Path privateFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("not a file: " + file);
        }
        privateFolder(folder);
        return folder;
    }
}
