package cn.laohekou.hub.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {

    private static final Path USER = Path.of("/home/someone");

    @Test
    void theDefaultsAre() throws CannotStart {
        Path home = USER.resolve(".laohekou-hub/hub");

        HubSettings settings = read();

        assertThat(settings)
                .isEqualTo(new HubSettings(
                        home,
                        "node-1",
                        false,
                        "127.0.0.1",
                        8080,
                        9000,
                        home.resolve("hub.key"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new HubSettings.Keycloak(
                                "http://127.0.0.1:8180",
                                "laohekou",
                                home.resolve("secrets/keycloak-hub"),
                                home.resolve("secrets/keycloak-provisioner"),
                                Optional.empty()),
                        Optional.empty(),
                        900,
                        Optional.empty(),
                        Optional.empty(),
                        new HubSettings.Retention(
                                home.resolve("archive"),
                                1_096,
                                270,
                                100,
                                Optional.of(home.resolve("secrets/hub_retention"))),
                        Optional.empty(),
                        false));
    }

    /** Six months of logs and three years of use records are the law's floors. */
    @ParameterizedTest
    @CsvSource({"HUB_LOG_DAYS,183", "HUB_LOG_DAYS,0", "HUB_EVIDENCE_DAYS,1095", "HUB_EVIDENCE_DAYS,-1"})
    void whatTheLawAsksForCanOnlyBeMadeLonger(String name, String tooFew) throws CannotStart {
        refused(name, name, tooFew);
        assertThat(read("HUB_LOG_DAYS", "184", "HUB_EVIDENCE_DAYS", "4000").retention())
                .satisfies(longer -> assertThat(longer.logDays()).isEqualTo(184))
                .satisfies(longer -> assertThat(longer.evidenceDays()).isEqualTo(4_000));
    }

    @Test
    void aSyslogServerIsTrustedByAStatedAuthorityOrNotAtAll() throws CannotStart {
        refused("HUB_SYSLOG_CA", "HUB_SYSLOG", "logs.example.cn:6514");
        refused("HUB_SYSLOG ", "HUB_SYSLOG", "tls://logs", "HUB_SYSLOG_CA", "/etc/hub/ca.pem");
        refused("HUB_SYSLOG_KEY", "HUB_SYSLOG_CERT", "/etc/hub/hub.pem");
        assertThat(read("HUB_SYSLOG", "logs.example.cn:6514", "HUB_SYSLOG_CA", "/etc/hub/ca.pem")
                        .syslog())
                .contains(new HubSettings.Syslog(
                        "logs.example.cn:6514", Path.of("/etc/hub/ca.pem"), Optional.empty(), Optional.empty()));
    }

    @Test
    void theSandboxKeepsItsKeyInItsHome() throws CannotStart {
        assertThat(read("HUB_SANDBOX", "true", "HUB_HOME", "/tmp/box").keyFile())
                .isEqualTo(Path.of("/tmp/box/sandbox.key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "::", "no-such-host.invalid"})
    void plainHttpIsRefusedBeyondLoopback(String host) {
        refused("HUB_TLS_CERT", "HUB_HTTP_HOST", host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "localhost"})
    void plainHttpIsForLoopback(String host) throws CannotStart {
        assertThat(read("HUB_HTTP_HOST", host).httpHost()).isEqualTo(host);
    }

    @Test
    void withCertificatesAnyAddressWillDo() throws CannotStart {
        HubSettings settings =
                read("HUB_HTTP_HOST", "0.0.0.0", "HUB_TLS_CERT", "/etc/hub/tls.crt", "HUB_TLS_KEY", "/etc/hub/tls.key");
        assertThat(settings.tls())
                .contains(new HubSettings.Tls(Path.of("/etc/hub/tls.crt"), Path.of("/etc/hub/tls.key"), 30));
    }

    @Test
    void theSandboxNeverLeavesLoopbackWhateverTheCertificates() {
        refused(
                "演示账号",
                "HUB_SANDBOX",
                "true",
                "HUB_HTTP_HOST",
                "0.0.0.0",
                "HUB_TLS_CERT",
                "/etc/hub/tls.crt",
                "HUB_TLS_KEY",
                "/etc/hub/tls.key");
    }

    @ParameterizedTest
    @CsvSource({
        "HUB_HTTP_PORT,65536",
        "HUB_HTTP_PORT,-1",
        "HUB_MANAGEMENT_PORT,eighty",
        "HUB_SANDBOX,perhaps",
        "HUB_NODE,Node One",
        "HUB_KEYCLOAK_URL,ftp://127.0.0.1",
        "HUB_KEYCLOAK_URL,http://user:pass@127.0.0.1",
        "HUB_TLS_CERT,/etc/hub/tls.crt",
        "HUB_DB_URL,jdbc:h2:mem:x",
        "HUB_DB_URL,jdbc:postgresql://db/hub?password=x",
        "HUB_KEY_FILE,/home/someone/.laohekou-hub/hub/data/key",
        "HUB_TLS_RELOAD_SECONDS,0",
        "HUB_TLS_RELOAD_SECONDS,soon",
        "HUB_SETUP_CODE_HASH,7QX4M-K2ZTE-9VHNA-D3RWB",
        "HUB_HTTP_PROT,8080"
    })
    void aWrongValueIsNamedByItsSettingAndNotEchoed(String name, String value) {
        assertThatThrownBy(() -> read(name, value))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(name)
                .hasMessageNotContaining("user:pass")
                .hasMessageNotContaining("perhaps");
    }

    @Test
    void everyComplaintIsMadeAtOnce() {
        assertThatThrownBy(() -> read("HUB_HTTP_PORT", "x", "HUB_MANAGEMENT_PORT", "y", "HUB_NODE", "Z"))
                .hasMessageContaining("HUB_HTTP_PORT")
                .hasMessageContaining("HUB_MANAGEMENT_PORT")
                .hasMessageContaining("HUB_NODE");
    }

    @Test
    void withoutARealmTheHubDoesNotStart() {
        assertThatThrownBy(() -> HubSettings.read(Map.of(), USER))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("HUB_KEYCLOAK_URL");
    }

    @Test
    void anExternalDatabaseNeedsPasswordFilesForBothRoles() throws CannotStart {
        refused("HUB_DB_MIGRATION_PASSWORD_FILE", "HUB_DB_URL", "jdbc:postgresql://db/hub");

        HubSettings settings = read(
                "HUB_DB_URL",
                "jdbc:postgresql://db/hub",
                "HUB_DB_RUNTIME_PASSWORD_FILE",
                "/etc/hub/runtime",
                "HUB_DB_MIGRATION_PASSWORD_FILE",
                "/etc/hub/migration");

        assertThat(settings.database())
                .contains(new HubSettings.Database(
                        "jdbc:postgresql://db/hub",
                        new HubSettings.Role("hub_runtime", Path.of("/etc/hub/runtime")),
                        new HubSettings.Role("hub_migration", Path.of("/etc/hub/migration"))));
    }

    private static void refused(String naming, String... pairs) {
        assertThatThrownBy(() -> read(pairs)).isInstanceOf(CannotStart.class).hasMessageContaining(naming);
    }

    private static HubSettings read(String... pairs) throws CannotStart {
        Map<String, String> environment = new HashMap<>();
        environment.put("HUB_KEYCLOAK_URL", "http://127.0.0.1:8180");
        environment.put("PATH", "/usr/bin");
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return HubSettings.read(environment, USER);
    }
}
