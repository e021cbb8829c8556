package cn.laohekou.hub.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @TempDir
    Path folder;

    @Test
    void aSecretIsMadeOnceAndKeptFromOthers() throws Exception {
        Path file = folder.resolve("secrets/one");

        String secret = SecretFile.readOrCreate(file);

        assertThat(Base64.getUrlDecoder().decode(secret)).hasSize(32);
        assertThat(SecretFile.readOrCreate(file)).isEqualTo(secret);
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(rights(folder.resolve("secrets"))).isEqualTo("rwx------");
    }

    @Test
    void twoSecretsDiffer() throws Exception {
        assertThat(SecretFile.readOrCreate(folder.resolve("one")))
                .isNotEqualTo(SecretFile.readOrCreate(folder.resolve("two")));
    }

    @Test
    void aMasterKeyHasMode0400And32Bytes() throws Exception {
        Path file = folder.resolve("key");

        SecretFile.createKeyIfAbsent(file);
        String key = SecretFile.read(file);
        SecretFile.createKeyIfAbsent(file);

        assertThat(rights(file)).isEqualTo("r--------");
        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
        assertThat(SecretFile.read(file)).isEqualTo(key);
    }

    @Test
    void aFileOthersMayReadIsRefusedWithoutShowingIt() throws IOException {
        Path file = Files.writeString(folder.resolve("open"), "hidden-value");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("hidden-value");
    }

    @Test
    void aMissingOrEmptyFileIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> SecretFile.read(empty)).isInstanceOf(CannotStart.class);
        assertThatThrownBy(() -> SecretFile.read(folder.resolve("absent"))).isInstanceOf(CannotStart.class);
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
