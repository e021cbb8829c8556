package cn.laohekou.hub.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One sandbox for all test classes that only talk to it; started by the first, stopped after the last. */
final class SharedSandbox implements BeforeAllCallback {

    private static HubProcess hub;
    private static Path home;

    /** The running sandbox. */
    static HubProcess hub() {
        return hub;
    }

    /** Its home. */
    static Path home() {
        return home;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        synchronized (SharedSandbox.class) {
            if (hub == null) {
                home = Files.createTempDirectory("hub-sandbox").resolve("home");
                hub = HubProcess.start(home);
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.create(SharedSandbox.class))
                        .put("sandbox", (AutoCloseable) hub::close);
            }
        }
    }
}
