package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.crypto.KeyService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;

/**
 * Files and records that were set aside, under the hub's home. Each is encrypted and authenticated under a key of its own,
 * which is kept sealed in the database: neither the folder nor the database alone can be read.
 */
public final class Quarantine {

    /** What is kept of one file; more stays with its provider alone. */
    static final long MAX_BYTES = 64L << 20;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String PURPOSE = "quarantine";
    private static final int KEY_BYTES = 32;
    private static final int TAG_BITS = 128;

    /** One text per key, so that the nonce may be the same for all. */
    private static final byte[] NONCE = new byte[12];

    private final Path folder;
    private final DataSource database;
    private final KeyService keys;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** What is set aside. */
    public enum Kind {
        FILE,
        RECORDS
    }

    /**
     * @param folder where files are kept; created when missing
     * @param database connections of the run-time role
     * @param keys seals the keys
     * @param clock wall clock
     */
    public Quarantine(Path folder, DataSource database, KeyService keys, Clock clock) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    /** Begins to set something aside; it counts once {@link Entry#keep} was called. */
    Entry open(UUID transfer, Kind kind) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new Entry(transfer, kind, key);
    }

    /** Something being set aside. */
    final class Entry extends OutputStream {

        private final UUID transfer;
        private final Kind kind;
        private final byte[] key;
        private final Path draft;
        private final OutputStream out;
        private long bytes;
        private boolean whole = true;

        private Entry(UUID transfer, Kind kind, byte[] key) throws IOException {
            this.transfer = transfer;
            this.kind = kind;
            this.key = key;
            this.draft = folder.resolve(transfer + ".draft");
            this.out = new CipherOutputStream(Files.newOutputStream(draft), cipher(Cipher.ENCRYPT_MODE, key));
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            int fits = (int) Math.min(length, MAX_BYTES - bytes);
            out.write(from, offset, fits);
            bytes += fits;
            whole &= fits == length;
        }

        /** Whether more would be left out. */
        boolean full() {
            return bytes == MAX_BYTES;
        }

        /** Puts it on record. */
        void keep() throws IOException, SQLException {
            out.close();
            Files.move(draft, file(transfer), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            try (Connection connection = database.getConnection()) {
                Sql.update(connection, "DELETE FROM file.quarantine WHERE transfer = ?", transfer);
                Sql.update(
                        connection,
                        "INSERT INTO file.quarantine (transfer, kind, bytes, whole, sealed_key, created_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        transfer,
                        kind.name(),
                        bytes,
                        whole,
                        keys.seal(PURPOSE, associated(transfer), key),
                        clock.instant());
            }
        }

        /** Gives it up. */
        void discard() throws IOException {
            out.close();
            Files.deleteIfExists(draft);
        }
    }

    /** What was set aside of a transfer, in clear; empty when nothing was. */
    public Optional<byte[]> read(UUID transfer) throws IOException, SQLException {
        Optional<byte[]> sealed;
        try (Connection connection = database.getConnection()) {
            sealed = Sql.one(
                    connection,
                    "SELECT sealed_key FROM file.quarantine WHERE transfer = ?",
                    row -> row.getBytes(1),
                    transfer);
        }
        if (sealed.isEmpty()) {
            return Optional.empty();
        }
        byte[] key = keys.open(PURPOSE, associated(transfer), sealed.get());
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key).doFinal(Files.readAllBytes(file(transfer))));
        } catch (GeneralSecurityException e) {
            throw new IOException("what was set aside has been changed", e);
        }
    }

    /** Lets go of what was set aside, if anything was. */
    void release(UUID transfer) throws IOException, SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(connection, "DELETE FROM file.quarantine WHERE transfer = ?", transfer);
        }
        Files.deleteIfExists(file(transfer));
    }

    private Path file(UUID transfer) {
        return folder.resolve(transfer + ".sealed");
    }

    private static byte[] associated(UUID transfer) {
        return ByteBuffer.allocate(16)
                .putLong(transfer.getMostSignificantBits())
                .putLong(transfer.getLeastSignificantBits())
                .array();
    }

    private static Cipher cipher(int mode, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + CIPHER, e);
        }
    }
}
