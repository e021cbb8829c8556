package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator may set, read from the environment. Passwords and keys are named by file, never given by value: an
 * environment is readable to whoever may look at the process.
 *
 * @param home {@code HUB_HOME}: where all state lives
 * @param node {@code HUB_NODE}: this node's name in evidence and status
 * @param sandbox {@code HUB_SANDBOX}: demo data; binds to loopback whatever else is set
 * @param httpHost {@code HUB_HTTP_HOST}: address of data plane and management API
 * @param httpPort {@code HUB_HTTP_PORT}; 0 takes a free one
 * @param managementPort {@code HUB_MANAGEMENT_PORT}: health and metrics, always on loopback; 0 takes a free one
 * @param keyFile {@code HUB_KEY_FILE}: master key, 32 random bytes as base64 text, mode 0400, outside the data
 * @param tls {@code HUB_TLS_CERT} and {@code HUB_TLS_KEY}: PEM files, looked at again every
 *     {@code HUB_TLS_RELOAD_SECONDS}
 * @param gatewayCertificate {@code HUB_GATEWAY_CERT}: PEM of the TLS or TLCP gateway that alone may state a caller's
 *     certificate
 * @param clientAuthorities {@code HUB_CLIENT_CA}: PEM of the authorities that issue callers' certificates
 * @param database {@code HUB_DB_URL} and its like; empty for the embedded PostgreSQL
 * @param keycloak the realm
 * @param brokerUrl {@code HUB_BROKER_URL}: external Artemis; empty for the embedded one
 * @param stepUpMaxAge {@code HUB_STEP_UP_MAX_AGE_SECONDS}: how long ago the sign-in with the second factor may lie when
 *     somebody approves
 * @param setupCodeHash {@code HUB_SETUP_CODE_HASH}: SHA-256 of the set-up code the launcher offers
 * @param anchor {@code HUB_ANCHOR}: outside party that takes checkpoints of the evidence, {@code file:/path},
 *     {@code rfc3161:URL}, {@code rfc3161-sm3:URL} or {@code notary:URL}; empty for none
 * @param retention how long evidence and logs are kept
 * @param syslog {@code HUB_SYSLOG} and its like; empty for none
 * @param parentWatch {@code HUB_PARENT_WATCH}: stop when standard input ends
 */
record HubSettings(
        Path home,
        String node,
        boolean sandbox,
        String httpHost,
        int httpPort,
        int managementPort,
        Path keyFile,
        Optional<Tls> tls,
        Optional<Path> gatewayCertificate,
        Optional<Path> clientAuthorities,
        Optional<Database> database,
        Keycloak keycloak,
        Optional<String> brokerUrl,
        int stepUpMaxAge,
        Optional<String> setupCodeHash,
        Optional<String> anchor,
        Retention retention,
        Optional<Syslog> syslog,
        boolean parentWatch) {

    private static final Set<String> KNOWN = Set.of(
            "HUB_HOME",
            "HUB_NODE",
            "HUB_SANDBOX",
            "HUB_HTTP_HOST",
            "HUB_HTTP_PORT",
            "HUB_MANAGEMENT_PORT",
            "HUB_KEY_FILE",
            "HUB_TLS_CERT",
            "HUB_TLS_KEY",
            "HUB_TLS_RELOAD_SECONDS",
            "HUB_GATEWAY_CERT",
            "HUB_CLIENT_CA",
            "HUB_DB_URL",
            "HUB_DB_RUNTIME_USER",
            "HUB_DB_RUNTIME_PASSWORD_FILE",
            "HUB_DB_MIGRATION_USER",
            "HUB_DB_MIGRATION_PASSWORD_FILE",
            "HUB_DB_RETENTION_PASSWORD_FILE",
            "HUB_ARCHIVE",
            "HUB_EVIDENCE_DAYS",
            "HUB_LOG_DAYS",
            "HUB_LOG_FILE_MB",
            "HUB_SYSLOG",
            "HUB_SYSLOG_CA",
            "HUB_SYSLOG_CERT",
            "HUB_SYSLOG_KEY",
            "HUB_KEYCLOAK_URL",
            "HUB_KEYCLOAK_REALM",
            "HUB_KEYCLOAK_CLIENT_SECRET_FILE",
            "HUB_KEYCLOAK_PROVISIONER_SECRET_FILE",
            "HUB_KEYCLOAK_SETUP_SECRET_FILE",
            "HUB_SETUP_CODE_HASH",
            "HUB_STEP_UP_MAX_AGE_SECONDS",
            "HUB_BROKER_URL",
            "HUB_CLUSTER_HOST",
            "HUB_CLUSTER_PORT",
            "HUB_CLUSTER_MEMBERS",
            "HUB_ANCHOR",
            "HUB_PARENT_WATCH",
            // Read by the launcher script and the command line, inherited by the hub.
            "HUB_JAVA_OPTS",
            "HUB_KEYCLOAK_PORT",
            "HUB_CITY_PORT",
            "HUB_USER",
            "HUB_PASSWORD_FILE",
            "HUB_SECURITY_KEY_FILE",
            "HUB_URL",
            "HUB_TOKEN_URL");

    private static final int RELOAD_SECONDS = 30;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int STEP_UP_SECONDS = 900;
    private static final int MIN_STEP_UP_SECONDS = 30;
    private static final int MAX_STEP_UP_SECONDS = 43_200;

    /**
     * Certificate and key of the hub's own listener.
     *
     * @param certificate PEM chain
     * @param key PEM private key
     * @param reloadSeconds how often the files are looked at
     */
    record Tls(Path certificate, Path key, int reloadSeconds) {}

    /**
     * An external PostgreSQL.
     *
     * @param url JDBC address without user and password
     * @param runtime role with DML on the registry and INSERT and SELECT on the ledger
     * @param migration role owning both schemas
     */
    record Database(String url, Role runtime, Role migration) {}

    /**
     * A database role.
     *
     * @param user its name
     * @param passwordFile file with its password
     */
    record Role(String user, Path passwordFile) {}

    /**
     * How long things are kept. The law's times are floors: they can be made longer only.
     *
     * @param archive {@code HUB_ARCHIVE}: folder of archive bundles
     * @param evidenceDays {@code HUB_EVIDENCE_DAYS}: days evidence stays in the database
     * @param logDays {@code HUB_LOG_DAYS}: days rotated logs are kept
     * @param logMegabytes {@code HUB_LOG_FILE_MB}: size at which a log file is rotated before the day is over
     * @param passwordFile {@code HUB_DB_RETENTION_PASSWORD_FILE}: password of the role {@code hub_retention}; empty when
     *     nothing can be deleted
     */
    record Retention(Path archive, int evidenceDays, int logDays, int logMegabytes, Optional<Path> passwordFile) {}

    /**
     * A syslog server over TLS.
     *
     * @param server host and port
     * @param authority PEM of the authority its certificate is from
     * @param certificate PEM of the hub's own certificate; empty for none
     * @param key its key
     */
    record Syslog(String server, Path authority, Optional<Path> certificate, Optional<Path> key) {}

    /**
     * The realm the hub trusts.
     *
     * @param url base address of the server
     * @param realm name of the realm
     * @param clientSecretFile secret of client {@code hub}
     * @param provisionerSecretFile secret of client {@code hub-provisioner}
     * @param setupSecretFile secret of client {@code hub-setup}, for the first set-up only
     */
    record Keycloak(
            String url,
            String realm,
            Path clientSecretFile,
            Path provisionerSecretFile,
            Optional<Path> setupSecretFile) {}

    /**
     * Reads and checks the environment.
     *
     * @param environment names and values
     * @param userHome the user's home, under which the default home lies
     * @throws CannotStart with all complaints in one message
     */
    static HubSettings read(Map<String, String> environment, Path userHome) throws CannotStart {
        SettingsReader reader = new SettingsReader(environment);
        Path home = reader.path("HUB_HOME").orElse(userHome.resolve(".laohekou-hub/hub"));
        boolean sandbox = reader.flag("HUB_SANDBOX");
        HubSettings settings = new HubSettings(
                home,
                reader.text("HUB_NODE").orElse("node-1"),
                sandbox,
                reader.text("HUB_HTTP_HOST").orElse("127.0.0.1"),
                reader.port("HUB_HTTP_PORT", 8080),
                reader.port("HUB_MANAGEMENT_PORT", 9000),
                reader.path("HUB_KEY_FILE").orElse(home.resolve(sandbox ? "sandbox.key" : "hub.key")),
                tls(reader),
                reader.path("HUB_GATEWAY_CERT"),
                reader.path("HUB_CLIENT_CA"),
                database(reader),
                keycloak(reader, home),
                reader.text("HUB_BROKER_URL"),
                reader.number("HUB_STEP_UP_MAX_AGE_SECONDS", MIN_STEP_UP_SECONDS, MAX_STEP_UP_SECONDS, STEP_UP_SECONDS),
                reader.text("HUB_SETUP_CODE_HASH"),
                reader.text("HUB_ANCHOR"),
                RetentionReader.retention(reader, home),
                RetentionReader.syslog(reader),
                reader.flag("HUB_PARENT_WATCH"));
        settings.check(reader);
        reader.refuseUnknown(KNOWN);
        reader.finish();
        return settings;
    }

    /** Whether the listener's address cannot be reached from another machine. */
    boolean loopback() {
        try {
            return InetAddress.getByName(httpHost).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<Tls> tls(SettingsReader reader) {
        Optional<Path> certificate = reader.path("HUB_TLS_CERT");
        Optional<Path> key = reader.path("HUB_TLS_KEY");
        if (certificate.isPresent() != key.isPresent()) {
            reader.complain("HUB_TLS_CERT 和 HUB_TLS_KEY 必须同时给出。 Give both HUB_TLS_CERT and HUB_TLS_KEY.");
        }
        int reload = reader.number("HUB_TLS_RELOAD_SECONDS", 1, SECONDS_PER_DAY, RELOAD_SECONDS);
        return certificate.flatMap(c -> key.map(k -> new Tls(c, k, reload)));
    }

    private static Optional<Database> database(SettingsReader reader) {
        return reader.text("HUB_DB_URL").map(url -> {
            if (!url.startsWith("jdbc:postgresql:") || url.contains("password=")) {
                reader.complain("HUB_DB_URL 必须以 jdbc:postgresql: 开头且不含口令。"
                        + " HUB_DB_URL must start with jdbc:postgresql: and hold no password.");
            }
            return new Database(
                    url,
                    new Role(
                            reader.text("HUB_DB_RUNTIME_USER").orElse("hub_runtime"),
                            reader.requiredPath("HUB_DB_RUNTIME_PASSWORD_FILE")),
                    new Role(
                            reader.text("HUB_DB_MIGRATION_USER").orElse("hub_migration"),
                            reader.requiredPath("HUB_DB_MIGRATION_PASSWORD_FILE")));
        });
    }

    private static Keycloak keycloak(SettingsReader reader, Path home) {
        return new Keycloak(
                reader.requiredText("HUB_KEYCLOAK_URL"),
                reader.text("HUB_KEYCLOAK_REALM").orElse("laohekou"),
                reader.path("HUB_KEYCLOAK_CLIENT_SECRET_FILE").orElse(home.resolve("secrets/keycloak-hub")),
                reader.path("HUB_KEYCLOAK_PROVISIONER_SECRET_FILE")
                        .orElse(home.resolve("secrets/keycloak-provisioner")),
                reader.path("HUB_KEYCLOAK_SETUP_SECRET_FILE"));
    }

    private void check(SettingsReader reader) {
        if (!node.matches("[a-z0-9][a-z0-9-]{0,62}")) {
            reader.complain("HUB_NODE 只能含小写字母、数字和连字符，最多 63 个字符。"
                    + " HUB_NODE takes lower-case letters, digits and hyphens, 63 at most.");
        }
        if (sandbox && !loopback()) {
            reader.complain("沙箱含有演示账号，只能监听本机回环地址；请去掉 HUB_HTTP_HOST。"
                    + " The sandbox holds demo accounts and binds to loopback only; remove HUB_HTTP_HOST.");
        } else if (!loopback() && tls.isEmpty()) {
            reader.complain("HUB_HTTP_HOST 不是回环地址，必须用 HUB_TLS_CERT 和 HUB_TLS_KEY 提供证书；明文 HTTP 只允许在本机。"
                    + " HUB_HTTP_HOST is not a loopback address, so HUB_TLS_CERT and HUB_TLS_KEY are needed;"
                    + " plain HTTP is for loopback only.");
        }
        if (keyFile.toAbsolutePath()
                .normalize()
                .startsWith(home.resolve("data").toAbsolutePath().normalize())) {
            reader.complain("HUB_KEY_FILE 不得放在数据目录 data 之内。 HUB_KEY_FILE must lie outside the data folder.");
        }
        if (anchor.isPresent()
                && !anchor.get().matches("file:/.+|(rfc3161|rfc3161-sm3|notary):https?://[^/?#@\\s]+.*")) {
            reader.complain("HUB_ANCHOR 须为 file:/路径、rfc3161:网址、rfc3161-sm3:网址 或 notary:网址。"
                    + " HUB_ANCHOR must be file:/path, rfc3161:URL, rfc3161-sm3:URL or notary:URL.");
        }
        if (setupCodeHash.isPresent() && !setupCodeHash.get().matches("[0-9a-f]{64}")) {
            reader.complain("HUB_SETUP_CODE_HASH 由启动命令设置，请勿手工设置。"
                    + " HUB_SETUP_CODE_HASH is set by the launcher; do not set it by hand.");
        }
        if (!keycloak.url().isEmpty() && !keycloak.url().matches("https?://[^/?#@\\s]+(/[^?#\\s]*)?")) {
            reader.complain("HUB_KEYCLOAK_URL 必须是 http 或 https 地址，不含用户名和查询串。"
                    + " HUB_KEYCLOAK_URL must be an http or https address without user or query.");
        }
    }
}
