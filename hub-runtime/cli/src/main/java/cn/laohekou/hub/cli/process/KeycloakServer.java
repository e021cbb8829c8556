package cn.laohekou.hub.cli.process;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real Keycloak server on 127.0.0.1, optimised once per distribution, with its state under a home of its own. Several
 * servers can share one distribution.
 */
public final class KeycloakServer implements AutoCloseable {

    /** In the value of a placeholder: the server's own address, known only when it starts. */
    public static final String OWN_ADDRESS = "{keycloak}";

    private static final String NAME = "keycloak";
    private static final Duration READY_LIMIT = Duration.ofMinutes(4);

    private final ManagedProcess process;
    private final URI url;

    private KeycloakServer(ManagedProcess process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * What to start.
     *
     * @param distribution unpacked keycloak-quarkus-dist
     * @param home home whose {@code data/keycloak}, {@code run} and {@code logs} the server uses
     * @param realms realm representations imported on the first start; placeholders {@code ${NAME}} in them are resolved
     *     from {@code secrets}
     * @param secrets names and values of the realms' placeholders; {@value #OWN_ADDRESS} in a value stands for the
     *     server's own address
     * @param httpPort port on 127.0.0.1; 0 takes a free one
     * @param options further options of Keycloak's {@code start}, for example those of TLS
     */
    public record Settings(
            Path distribution,
            Path home,
            List<String> realms,
            Map<String, String> secrets,
            int httpPort,
            List<String> options) {

        /** One realm, no further options. */
        public Settings(Path distribution, Path home, String realm, Map<String, String> secrets, int httpPort) {
            this(distribution, home, List.of(realm), secrets, httpPort);
        }

        /** No further options. */
        public Settings(Path distribution, Path home, List<String> realms, Map<String, String> secrets, int httpPort) {
            this(distribution, home, realms, secrets, httpPort, List.of());
        }

        public Settings {
            distribution = distribution.toAbsolutePath().normalize();
            home = home.toAbsolutePath().normalize();
            realms = List.copyOf(realms);
            secrets = Map.copyOf(secrets);
            options = List.copyOf(options);
        }
    }

    /**
     * Starts the server and waits until it is ready. A server left over by an earlier run on the same home is stopped
     * first. The first start in a distribution also optimises it, which takes some ten seconds more.
     *
     * @param settings what to start
     * @param progress told what goes on
     * @return the ready server
     * @throws CannotStart when it does not become ready; the message names the log
     */
    public static KeycloakServer start(Settings settings, Progress progress) throws CannotStart {
        ManagedProcess.stopLeftOver(settings.home(), NAME);
        KeycloakDistribution.optimiseOnce(settings.distribution(), progress);
        int httpPort = Http.port(settings.httpPort());
        int managementPort = Http.port(0);
        Path data = prepare(settings);
        progress.say("启动 Keycloak starting");
        ManagedProcess process = ManagedProcess.start(new ManagedProcess.Launch(
                NAME,
                settings.home(),
                command(settings, data, httpPort, managementPort),
                environment(settings, httpPort),
                false));
        KeycloakServer server = new KeycloakServer(process, URI.create("http://127.0.0.1:" + httpPort));
        try {
            URI health = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
            Http.awaitReady(process, health, READY_LIMIT);
            progress.say("Keycloak 就绪 ready: " + server.url);
            return server;
        } catch (CannotStart e) {
            server.close();
            throw e;
        }
    }

    /**
     * Stops a server that an earlier run left over.
     *
     * @param home its home
     * @return whether one was stopped
     */
    public static boolean stopLeftOver(Path home) {
        return ManagedProcess.stopLeftOver(home.toAbsolutePath().normalize(), NAME);
    }

    /** Base address, without a trailing slash. */
    public URI url() {
        return url;
    }

    /**
     * Where tokens of a realm are issued.
     *
     * @param realm name of the realm
     */
    public URI tokenEndpoint(String realm) {
        return url.resolve("/realms/" + realm + "/protocol/openid-connect/token");
    }

    /** Whether the process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the server and waits for its end. */
    @Override
    public void close() {
        process.close();
    }

    /** The server's home: its own data, the distribution's code. */
    private static Path prepare(Settings settings) throws CannotStart {
        Path data = settings.home().resolve("data/keycloak");
        try {
            SecretFile.privateFolder(data);
            Files.createDirectories(data.resolve("conf"));
            Files.createDirectories(data.resolve("providers"));
            Files.createDirectories(data.resolve("data/import"));
            Path lib = data.resolve("lib");
            Files.deleteIfExists(lib);
            Files.createSymbolicLink(lib, settings.distribution().resolve("lib"));
            for (String realm : settings.realms()) {
                // Keycloak insists on a file named after the realm in it.
                String name = new ObjectMapper().readTree(realm).path("realm").asText();
                Path file = data.resolve("data/import").resolve(name + "-realm.json");
                Files.writeString(file, realm, StandardCharsets.UTF_8);
            }
            return data;
        } catch (IOException e) {
            throw new CannotStart("无法准备目录 " + data + "。 The folder cannot be prepared.", e);
        }
    }

    private static List<String> command(Settings settings, Path data, int httpPort, int managementPort) {
        List<String> arguments = new ArrayList<>(List.of(
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + httpPort,
                "--http-management-port=" + managementPort,
                "--hostname-strict=false",
                "--cache=local"));
        arguments.addAll(settings.options());
        return KeycloakDistribution.command(settings.distribution(), data, arguments.toArray(String[]::new));
    }

    private static Map<String, String> environment(Settings settings, int httpPort) throws CannotStart {
        Map<String, String> environment = new HashMap<>();
        settings.secrets()
                .forEach((name, value) ->
                        environment.put(name, value.replace(OWN_ADDRESS, "http://127.0.0.1:" + httpPort)));
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put(
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                SecretFile.readOrCreate(settings.home().resolve("secrets/keycloak-admin")));
        return environment;
    }
}
