package cn.laohekou.hub.runtime.boot;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** {@code run/hub.json}: where this hub listens, for the launcher and for whoever asked for free ports. */
@ApplicationScoped
class RunFile {

    private final Config config;
    private final ObjectMapper json;
    private final SetupStart setup;

    RunFile(Config config, ObjectMapper json, SetupStart setup) {
        this.config = config;
        this.setup = setup;
        this.json = json;
    }

    void plainStarted(@ObservesAsync HttpServerStart started) throws IOException {
        write("http://", "quarkus.http.port");
    }

    void tlsStarted(@ObservesAsync HttpsServerStart started) throws IOException {
        write("https://", "quarkus.http.ssl-port");
    }

    void stopped(@Observes ShutdownEvent event) throws IOException {
        Files.deleteIfExists(file());
    }

    /** Quarkus puts the port it really took into these properties. */
    private void write(String scheme, String portProperty) throws IOException {
        String host = config.getValue("quarkus.http.host", String.class);
        String management = config.getValue("quarkus.management.port", String.class);
        Map<String, Object> content = Map.of(
                "pid",
                ProcessHandle.current().pid(),
                "hub",
                scheme + host + ":" + config.getValue(portProperty, String.class),
                "management",
                "http://127.0.0.1:" + management,
                "setup",
                setup.outcome());
        Path file = file();
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling("hub.json.new");
        Files.write(draft, json.writeValueAsBytes(content));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file() {
        return Path.of(config.getValue("hub.home", String.class)).resolve("run/hub.json");
    }
}
