package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.process.CityProcess;
import cn.laohekou.hub.cli.process.HubProcess;
import cn.laohekou.hub.cli.process.KeycloakDistribution;
import cn.laohekou.hub.cli.process.KeycloakServer;
import cn.laohekou.hub.cli.process.Progress;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The running sandbox: Keycloak, the city and the hub, started side by side. */
public final class Sandbox implements AutoCloseable {

    private static final String REALM = "laohekou";

    private final KeycloakServer keycloak;
    private final CityProcess city;
    private final HubProcess hub;

    private Sandbox(KeycloakServer keycloak, CityProcess city, HubProcess hub) {
        this.keycloak = keycloak;
        this.city = city;
        this.hub = hub;
    }

    /**
     * Ports on 127.0.0.1; 0 takes a free one.
     *
     * @param http data plane and management API
     * @param management health and metrics
     * @param keycloak the realm
     * @param city the departments' services
     */
    public record Ports(int http, int management, int keycloak, int city) {}

    /**
     * Marks the home as a sandbox, ends what an earlier run left over and, if asked, forgets all state.
     *
     * @param home the sandbox's home, locked by the caller
     * @param lock name of the lock file within the home
     * @param reset whether to forget
     * @param progress told what goes on
     * @throws CannotStart when the home holds something else or cannot be used
     */
    public static void prepare(Path home, String lock, boolean reset, Progress progress) throws CannotStart {
        SandboxHome.claim(home);
        boolean any = HubProcess.stopLeftOver(home);
        any |= CityProcess.stopLeftOver(home);
        any |= KeycloakServer.stopLeftOver(home);
        if (any) {
            progress.say("已停止上次遗留的进程 stopped processes an earlier run left over");
        }
        if (reset) {
            SandboxHome.reset(home, lock);
            SandboxHome.claim(home);
            progress.say("已清除沙箱状态 state forgotten");
        }
    }

    /**
     * Starts all parts and waits until they are ready.
     *
     * @param installation the project's folder
     * @param home prepared home
     * @param ports ports
     * @param progress told what goes on
     * @return the running sandbox
     * @throws CannotStart when a part does not start; the others are stopped then
     */
    public static Sandbox start(Path installation, Path home, Ports ports, Progress progress) throws CannotStart {
        SandboxRealm realm = SandboxRealm.of(installation, home);
        int keycloakPort = SandboxHome.port(home, "keycloak", ports.keycloak());
        int cityPort = SandboxHome.port(home, "city", ports.city());
        Path distribution = KeycloakDistribution.in(installation.resolve("hub-runtime/cli/target/keycloak"));
        ExecutorService starters = Executors.newFixedThreadPool(3);
        Future<KeycloakServer> keycloak = starters.submit(() -> KeycloakServer.start(
                new KeycloakServer.Settings(distribution, home, realm.json(), realm.secrets(), keycloakPort),
                progress));
        Future<CityProcess> city = starters.submit(() -> CityProcess.start(installation, home, cityPort, progress));
        Future<HubProcess> hub =
                starters.submit(startHub(installation, home, ports, "http://127.0.0.1:" + keycloakPort, progress));
        starters.shutdown();
        try {
            return new Sandbox(get(keycloak), get(city), get(hub));
        } catch (CannotStart e) {
            closeIfStarted(hub);
            closeIfStarted(city);
            closeIfStarted(keycloak);
            throw e;
        }
    }

    /** Registers the demo and returns everything a new user needs to know. */
    public SandboxReport setUp(Path installation, Path home, Progress progress) throws CannotStart, CommandFailed {
        SandboxRealm realm = SandboxRealm.of(installation, home);
        URI tokenEndpoint = keycloak.tokenEndpoint(REALM);
        SandboxSetup setup =
                new SandboxSetup(realm, tokenEndpoint, hub.addresses().hub(), progress);
        Map<String, String> variables = Map.of(
                "city-port",
                Integer.toString(city.url().getPort()),
                "city-api-key",
                SecretFile.read(home.resolve("secrets/city-api-key")),
                "exchange-folder",
                ExchangeFolders.make(installation, home).toString());
        var manifests = setup.apply(installation.resolve("deploy/sandbox"), variables);
        SandboxReport report = new SandboxReport(
                hub.addresses().hub(),
                hub.addresses().management(),
                tokenEndpoint,
                new SystemSecrets(setup, realm, tokenEndpoint, home).of(manifests),
                realm.people(),
                manifests);
        new FirstCall(report).awaitGranted();
        return report;
    }

    /** Waits until the hub ends by itself; returns its exit code. */
    public int waitFor() throws InterruptedException {
        return hub.waitFor();
    }

    @Override
    public void close() {
        hub.close();
        city.close();
        keycloak.close();
    }

    private static Callable<HubProcess> startHub(
            Path installation, Path home, Ports ports, String keycloak, Progress progress) {
        Map<String, String> settings = new HashMap<>();
        settings.put("HUB_SANDBOX", "true");
        settings.put("HUB_HTTP_PORT", Integer.toString(ports.http()));
        settings.put("HUB_MANAGEMENT_PORT", Integer.toString(ports.management()));
        settings.put("HUB_KEYCLOAK_URL", keycloak);
        return () -> HubProcess.start(installation, home, settings, progress);
    }

    private static <T> T get(Future<T> starting) throws CannotStart {
        try {
            return starting.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CannotStart cannotStart) {
                throw cannotStart;
            }
            throw new CannotStart("启动失败 the start failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("启动被中断。 The start was interrupted.", e);
        }
    }

    private static void closeIfStarted(Future<? extends AutoCloseable> starting) {
        try {
            starting.get().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // It did not start, so there is nothing to close.
            return;
        }
    }
}
