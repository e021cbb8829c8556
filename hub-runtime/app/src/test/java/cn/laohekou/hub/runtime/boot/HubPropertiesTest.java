package cn.laohekou.hub.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HubPropertiesTest {

    @Test
    void withoutCertificatesOnlyLoopbackIsBound() throws CannotStart {
        Map<String, String> properties = properties(Map.of("HUB_HTTP_PORT", "0"));

        assertThat(properties)
                .containsEntry("quarkus.http.host", "127.0.0.1")
                .containsEntry("quarkus.http.port", "0")
                .containsEntry("quarkus.management.host", "127.0.0.1")
                .containsEntry("hub.broker.url", "vm://0");
    }

    @Test
    void withCertificatesPlainHttpIsOffAndNewOnesAreTakenUp() throws CannotStart {
        Map<String, String> properties = properties(Map.of(
                "HUB_HTTP_HOST", "0.0.0.0",
                "HUB_HTTP_PORT", "8443",
                "HUB_TLS_CERT", "/etc/hub/tls.crt",
                "HUB_TLS_KEY", "/etc/hub/tls.key",
                "HUB_TLS_RELOAD_SECONDS", "5"));

        assertThat(properties)
                .containsEntry("quarkus.http.insecure-requests", "disabled")
                .containsEntry("quarkus.http.ssl-port", "8443")
                .containsEntry("quarkus.tls.hub.key-store.pem.0.cert", "/etc/hub/tls.crt")
                .containsEntry("quarkus.tls.hub.key-store.pem.0.key", "/etc/hub/tls.key")
                .containsEntry("quarkus.tls.hub.reload-period", "5s")
                .doesNotContainKey("quarkus.http.port")
                .containsEntry("quarkus.management.host", "127.0.0.1");
    }

    @Test
    void behindAGatewayTheListenerTrustsTheGatewayAlone() throws CannotStart {
        Map<String, String> properties = properties(Map.of(
                "HUB_TLS_CERT", "/etc/hub/tls.crt",
                "HUB_TLS_KEY", "/etc/hub/tls.key",
                "HUB_GATEWAY_CERT", "/etc/hub/gateway.crt"));

        assertThat(properties)
                .containsEntry("hub.gateway.certificate", "/etc/hub/gateway.crt")
                .containsEntry("quarkus.tls.hub.trust-store.pem.certs", "/etc/hub/gateway.crt");
    }

    @Test
    void logsAreRotatedByDayAndSizeAndKeptAsLongAsSet() throws CannotStart {
        Map<String, String> properties = properties(Map.of("HUB_HOME", "/hub", "HUB_LOG_FILE_MB", "7"));

        assertThat(properties)
                .containsEntry("quarkus.log.file.path", "/hub/logs/hub.log")
                .containsEntry("quarkus.log.file.rotation.file-suffix", ".yyyy-MM-dd.gz")
                .containsEntry("quarkus.log.file.rotation.max-file-size", "7M")
                .containsEntry("hub.retention.log-days", "270")
                .doesNotContainKey("hub.syslog.server");
    }

    @Test
    void theSyslogServerIsTrustedByItsOwnAuthorityOnly() throws CannotStart {
        Map<String, String> properties = properties(Map.of(
                "HUB_SYSLOG", "logs.example.cn:6514",
                "HUB_SYSLOG_CA", "/etc/hub/syslog-ca.pem",
                "HUB_SYSLOG_CERT", "/etc/hub/hub.pem",
                "HUB_SYSLOG_KEY", "/etc/hub/hub.key"));

        assertThat(properties)
                .containsEntry("hub.syslog.server", "logs.example.cn:6514")
                .containsEntry("quarkus.tls.syslog.trust-store.pem.certs", "/etc/hub/syslog-ca.pem")
                .containsEntry("quarkus.tls.syslog.key-store.pem.0.cert", "/etc/hub/hub.pem")
                .containsEntry("quarkus.tls.syslog.key-store.pem.0.key", "/etc/hub/hub.key");
    }

    private static Map<String, String> properties(Map<String, String> environment) throws CannotStart {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HUB_KEYCLOAK_URL", "http://127.0.0.1:8180");
        HubDatabase database = new HubDatabase(
                "jdbc:postgresql://db/hub", "hub_runtime", "one", "hub_migration", "two", Optional.empty());
        return HubProperties.of(HubSettings.read(all, Path.of("/home/someone")), database, "three", "four");
    }
}
