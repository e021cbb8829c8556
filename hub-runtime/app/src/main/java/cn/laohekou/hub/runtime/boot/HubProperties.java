package cn.laohekou.hub.runtime.boot;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Hands what is known only at start to the Quarkus application. */
final class HubProperties {

    private HubProperties() {}

    /** Sets the system properties the application reads; see {@link #of}. */
    static void set(HubSettings settings, HubDatabase database, String clientSecret, String provisionerSecret) {
        of(settings, database, clientSecret, provisionerSecret).forEach(System::setProperty);
    }

    /** Name and value of every property. */
    static Map<String, String> of(
            HubSettings settings, HubDatabase database, String clientSecret, String provisionerSecret) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("hub.home", settings.home().toString());
        properties.put("hub.node", settings.node());
        properties.put("hub.sandbox", Boolean.toString(settings.sandbox()));
        properties.put("hub.key-file", settings.keyFile().toString());
        properties.put("hub.keycloak.url", settings.keycloak().url());
        properties.put("hub.keycloak.realm", settings.keycloak().realm());
        properties.put("hub.keycloak.client-id", "hub");
        properties.put("hub.keycloak.client-secret", clientSecret);
        properties.put("hub.keycloak.provisioner-client-id", "hub-provisioner");
        properties.put("hub.keycloak.provisioner-secret", provisionerSecret);
        properties.put("hub.db.url", database.url());
        properties.put("hub.db.runtime-user", database.runtimeUser());
        properties.put("hub.db.runtime-password", database.runtimePassword());
        properties.put("hub.db.migration-user", database.migrationUser());
        properties.put("hub.db.migration-password", database.migrationPassword());
        properties.put("hub.broker.url", settings.brokerUrl().orElse(HubBroker.EMBEDDED_URL));
        settings.gatewayCertificate().ifPresent(file -> properties.put("hub.gateway.certificate", file.toString()));
        settings.keycloak()
                .setupSecretFile()
                .ifPresent(file -> properties.put("hub.keycloak.setup-secret-file", file.toString()));
        properties.put("hub.step-up.max-age-seconds", Integer.toString(settings.stepUpMaxAge()));
        settings.anchor().ifPresent(party -> properties.put("hub.anchor", party));
        settings.setupCodeHash().ifPresent(hash -> properties.put("hub.setup.code-hash", hash));
        retention(properties, settings.retention());
        settings.syslog().ifPresent(syslog -> syslog(properties, syslog));
        http(properties, settings);
        log(properties, settings);
        return properties;
    }

    private static void retention(Map<String, String> properties, HubSettings.Retention retention) {
        properties.put("hub.retention.archive", retention.archive().toString());
        properties.put("hub.retention.evidence-days", Integer.toString(retention.evidenceDays()));
        properties.put("hub.retention.log-days", Integer.toString(retention.logDays()));
        retention.passwordFile().ifPresent(file -> properties.put("hub.db.retention-password-file", file.toString()));
    }

    private static void syslog(Map<String, String> properties, HubSettings.Syslog syslog) {
        properties.put("hub.syslog.server", syslog.server());
        properties.put(
                "quarkus.tls.syslog.trust-store.pem.certs", syslog.authority().toString());
        properties.put("quarkus.tls.syslog.reload-period", "1h");
        syslog.certificate()
                .ifPresent(file -> properties.put("quarkus.tls.syslog.key-store.pem.0.cert", file.toString()));
        syslog.key().ifPresent(file -> properties.put("quarkus.tls.syslog.key-store.pem.0.key", file.toString()));
    }

    /**
     * Beside standard output a file of its own, a new one each day and at a size, packed. Nothing is deleted by rotation:
     * operation logs are kept for six months at least (GB/T 22239-2019, audit), see {@code LogFiles}.
     */
    private static void log(Map<String, String> properties, HubSettings settings) {
        properties.put("quarkus.log.file.enabled", "true");
        properties.put(
                "quarkus.log.file.path", settings.home().resolve("logs/hub.log").toString());
        properties.put("quarkus.log.file.json.enabled", "true");
        properties.put("quarkus.log.file.rotation.file-suffix", ".yyyy-MM-dd.gz");
        properties.put(
                "quarkus.log.file.rotation.max-file-size", settings.retention().logMegabytes() + "M");
        // Of one day: a number that no day reaches, so that none is overwritten before its time.
        properties.put("quarkus.log.file.rotation.max-backup-index", "100000");
    }

    private static void http(Map<String, String> properties, HubSettings settings) {
        properties.put("quarkus.http.host", settings.httpHost());
        properties.put("quarkus.management.host", "127.0.0.1");
        properties.put("quarkus.management.port", Integer.toString(settings.managementPort()));
        Optional<HubSettings.Tls> tls = settings.tls();
        if (tls.isEmpty()) {
            properties.put("quarkus.http.port", Integer.toString(settings.httpPort()));
            return;
        }
        // With certificates the one port speaks TLS only, and new certificates are taken up without a restart.
        properties.put("quarkus.http.ssl-port", Integer.toString(settings.httpPort()));
        properties.put("quarkus.http.insecure-requests", "disabled");
        properties.put("quarkus.http.tls-configuration-name", "hub");
        properties.put(
                "quarkus.tls.hub.key-store.pem.0.cert", tls.get().certificate().toString());
        properties.put("quarkus.tls.hub.key-store.pem.0.key", tls.get().key().toString());
        properties.put("quarkus.tls.hub.reload-period", tls.get().reloadSeconds() + "s");
        String trusted = Stream.concat(settings.gatewayCertificate().stream(), settings.clientAuthorities().stream())
                .map(Path::toString)
                .collect(Collectors.joining(","));
        if (!trusted.isEmpty()) {
            properties.put("quarkus.tls.hub.trust-store.pem.certs", trusted);
        }
    }
}
