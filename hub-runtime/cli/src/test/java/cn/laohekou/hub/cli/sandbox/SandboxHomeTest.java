package cn.laohekou.hub.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.embedded.CannotStart;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxHomeTest {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path home;

    @Test
    void aFolderThatHoldsSomethingElseIsNeitherUsedNorReset() throws Exception {
        Path letter = Files.writeString(home.resolve("letter"), "keep me");

        assertThatThrownBy(() -> SandboxHome.claim(home))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("HUB_HOME");

        assertThat(letter).exists();
    }

    @Test
    void resetForgetsEverythingButTheLockInUse() throws Exception {
        SandboxHome.claim(home);
        Files.writeString(home.resolve("launcher.lock"), "");
        Files.createDirectories(home.resolve("data/postgres"));
        Files.writeString(home.resolve("data/postgres/file"), "x");
        Path outside = Files.createTempFile("outside", "");
        Files.createSymbolicLink(home.resolve("link"), outside);

        SandboxHome.reset(home, "launcher.lock");

        try (var left = Files.list(home)) {
            assertThat(left).containsExactly(home.resolve("launcher.lock"));
        }
        assertThat(outside).exists();
        Files.delete(outside);
    }

    @Test
    void aFreePortStaysTheSameFromStartToStartWhileItIsFree() throws Exception {
        int first = SandboxHome.port(home, "city", 0);
        assertThat(SandboxHome.port(home, "city", 0)).isEqualTo(first);
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            assertThat(SandboxHome.port(home, "city", 0)).isNotEqualTo(taken.getLocalPort());
        }
        assertThat(SandboxHome.port(home, "city", 8090)).isEqualTo(8090);
    }

    @Test
    void everyPlaceholderOfTheRealmHasASecretAndNoPasswordIsWrittenIntoIt() throws Exception {
        SandboxRealm realm = SandboxRealm.of(PROJECT, home);

        assertThat(realm.people()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(realm.secrets()).containsKeys("HUB_CLIENT_SECRET", "HUB_PROVISIONER_SECRET", "HUB_SETUP_SECRET");
        List<String> secrets = realm.secrets().entrySet().stream()
                .filter(entry -> entry.getKey().matches(".*_SECRET|DEMO_PASSWORD_.*"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(13);
        for (String secret : secrets) {
            assertThat(secret).hasSizeGreaterThan(20);
            assertThat(String.join("", realm.json())).doesNotContain(secret);
        }
        assertThat(String.join("", realm.json())).contains("${DEMO_PASSWORD_CIVIL_AFFAIRS}");
        assertThat(realm.toString()).doesNotContain(realm.people().get(0).password());
        assertThat(SandboxRealm.of(PROJECT, home).secrets()).isEqualTo(realm.secrets());
    }

    @Test
    void whoeverSubmitsIsNotWhoApproves() throws Exception {
        SandboxRealm realm = SandboxRealm.of(PROJECT, home);

        DemoPerson approver = realm.withRole("security-administrator");
        assertThat(approver.roles()).doesNotContain("department-operator");
        assertThat(realm.people().stream().filter(person -> person.roles().size() > 1))
                .isEmpty();
    }
}
