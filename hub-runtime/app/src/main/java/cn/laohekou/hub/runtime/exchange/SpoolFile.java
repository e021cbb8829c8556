package cn.laohekou.hub.runtime.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/**
 * An encrypted, already unlinked file: its key lives only in this object and its name is gone from the directory, so
 * nothing readable outlives the exchange or a killed process.
 */
final class SpoolFile implements AutoCloseable {

    /** AES in counter mode: a file written and read once, by one process, under a key of its own. */
    private static final String CIPHER = "AES/CTR/NoPadding";

    private static final int BLOCK = 16;
    private static final int CHUNK = 64 * 1024;

    private final FileChannel channel;
    private final SecretKey key;
    private final Cipher encryption;

    SpoolFile(FileChannel channel, SecretKey key) {
        this.channel = channel;
        this.key = key;
        this.encryption = cipher(Cipher.ENCRYPT_MODE, key);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] sealed = encryption.update(bytes, offset, length);
        if (sealed == null) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Decrypts from the first byte; several readers may follow one another. */
    InputStream input() {
        return new CipherInputStream(new PositionedInput(channel), cipher(Cipher.DECRYPT_MODE, key));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a spool file could not be closed", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new IvParameterSpec(new byte[BLOCK]));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + CIPHER, e);
        }
    }

    /** Reads a channel by position, so that reading never disturbs the writer's position. */
    private static final class PositionedInput extends InputStream {

        private final FileChannel channel;
        private long position;

        PositionedInput(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, CHUNK)), position);
            if (read > 0) {
                position += read;
            }
            return read;
        }
    }
}
