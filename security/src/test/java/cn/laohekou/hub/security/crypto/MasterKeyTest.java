package cn.laohekou.hub.security.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeyTest {

    private static final String GOOD = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    private Path directory;

    @Test
    void aCreatedKeyIsForItsOwnerOnlyAndReadsBack() throws IOException {
        Path file = directory.resolve("hub.key");
        MasterKey created = MasterKey.create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--------");
        assertThat(MasterKey.read(file).material()).isEqualTo(created.material());
    }

    @Test
    void aKeyIsNeverOverwritten() {
        Path file = directory.resolve("hub.key");
        MasterKey.create(file);

        assertThatThrownBy(() -> MasterKey.create(file)).isInstanceOf(KeyFileRefused.class);
    }

    @Test
    void aMissingFileIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> MasterKey.read(directory.resolve("none")))
                .isInstanceOf(KeyFileRefused.class)
                .hasMessageContaining("HUB_KEY_FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "r-------x", "rw-rw-rw-"})
    void aFileOpenToGroupOrOthersIsRefused(String mode) throws IOException {
        Path file = write(GOOD, mode);

        assertThatThrownBy(() -> MasterKey.read(file))
                .isInstanceOf(KeyFileRefused.class)
                .hasMessageContaining("chmod 0400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base64 at all!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void anythingButThirtyTwoBytesIsRefusedWithoutQuotingIt(String text) throws IOException {
        Path file = write(text, "rw-------");

        assertThatThrownBy(() -> MasterKey.read(file))
                .isInstanceOf(KeyFileRefused.class)
                .hasMessageContaining("32")
                .hasNoCause()
                .message()
                .doesNotContain(text.isEmpty() ? "no-such-text" : text);
    }

    @Test
    void printingAKeyShowsNothing() {
        assertThat(MasterKey.of(new byte[32])).hasToString("MasterKey[******]");
    }

    private Path write(String text, String mode) throws IOException {
        Path file = directory.resolve("key");
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }
}
