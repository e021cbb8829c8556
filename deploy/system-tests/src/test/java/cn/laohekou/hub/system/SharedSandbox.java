package cn.laohekou.hub.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One sandbox for all test classes; started by the first, again after one that killed it, stopped after the last. */
final class SharedSandbox implements BeforeAllCallback {

    private static @Nullable HubProcess hub;
    private static @Nullable Path home;

    /** The running sandbox. */
    static HubProcess hub() {
        return Objects.requireNonNull(hub, "the sandbox starts before the first test class");
    }

    /** Its home. */
    static Path home() {
        return Objects.requireNonNull(home, "the sandbox starts before the first test class");
    }

    /** Starts it again over the same home, after a test killed it. */
    static void startAgain() throws IOException {
        synchronized (SharedSandbox.class) {
            hub = HubProcess.start(home());
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        synchronized (SharedSandbox.class) {
            if (hub == null || !hub.alive()) {
                Path folder = home != null
                        ? home
                        : Files.createTempDirectory("hub-sandbox").resolve("home");
                HubProcess started = HubProcess.start(folder);
                home = folder;
                hub = started;
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.create(SharedSandbox.class))
                        .put(started, started);
            }
        }
    }
}
