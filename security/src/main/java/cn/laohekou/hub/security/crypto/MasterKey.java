package cn.laohekou.hub.security.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * The key all others derive from. It lives in a file outside the data directory, so that a copy of the data alone
 * opens nothing.
 */
public final class MasterKey {

    /** Bytes of key material. */
    public static final int BYTES = 32;

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** Far above any valid file (44 characters and a line end), so that a wrong path never reads a large file. */
    private static final long MAX_FILE_BYTES = 1024;

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A key from bytes that are already at hand, for tests and for modules that keep the key elsewhere.
     *
     * @param bytes exactly {@link #BYTES} bytes; copied
     */
    public static MasterKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("Master key must be 32 bytes but is " + bytes.length);
        }
        return new MasterKey(bytes.clone());
    }

    /**
     * Reads the key file: 32 random bytes as base64 text, readable by its owner alone.
     *
     * @param file the file
     * @throws KeyFileRefused when the file is missing, not a regular file, open to group or others, or not 32 bytes in
     *     base64
     */
    public static MasterKey read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new KeyFileRefused("主密钥文件不存在：" + file + "，请用 HUB_KEY_FILE 指明，可用 openssl rand -base64 32 生成 / "
                    + "master key file not found: name it in HUB_KEY_FILE; make one with: openssl rand -base64 32");
        }
        refuseIfOpenToOthers(file);
        return parse(file, readSmall(file));
    }

    /**
     * Creates a key file with fresh random bytes and mode 0400.
     *
     * @param file a path where nothing stands yet
     * @return the new key
     * @throws KeyFileRefused when something already stands there or the file cannot be written
     */
    public static MasterKey create(Path file) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        byte[] text = (Base64.getEncoder().encodeToString(fresh) + "\n").getBytes(StandardCharsets.US_ASCII);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------"));
        try (var channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            channel.write(ByteBuffer.wrap(text));
        } catch (IOException e) {
            throw new KeyFileRefused(
                    "无法创建主密钥文件：" + file + " / cannot create the master key file; does it exist already?", e);
        }
        return new MasterKey(fresh);
    }

    /** A copy of the key material, for the key service alone. */
    byte[] material() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "MasterKey[******]";
    }

    private static void refuseIfOpenToOthers(Path file) {
        try {
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new KeyFileRefused("主密钥文件对组或其他用户开放：" + file + "，请执行 chmod 0400 / "
                        + "master key file is open to group or others: run chmod 0400 on it");
            }
        } catch (IOException e) {
            throw new KeyFileRefused("无法读取主密钥文件的权限：" + file + " / cannot read the master key file's mode", e);
        }
    }

    private static byte[] readSmall(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new KeyFileRefused(malformed(file));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KeyFileRefused("无法读取主密钥文件：" + file + " / cannot read the master key file", e);
        }
    }

    private static MasterKey parse(Path file, byte[] text) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(new String(text, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException notBase64) {
            // The cause would quote the offending character, which is key material.
            throw new KeyFileRefused(malformed(file));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        if (decoded.length != BYTES) {
            throw new KeyFileRefused(malformed(file));
        }
        return new MasterKey(decoded);
    }

    private static String malformed(Path file) {
        return "主密钥文件内容不是 32 字节的 base64 文本：" + file + " / "
                + "master key file does not hold 32 bytes as base64 text: make one with: openssl rand -base64 32";
    }
}
