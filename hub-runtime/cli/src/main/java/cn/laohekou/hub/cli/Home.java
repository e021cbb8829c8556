package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.process.HubProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where things are: the installation, and the home the environment names. */
final class Home {

    /** Name of the launcher's lock within a home. */
    static final String LOCK = "launcher.lock";

    private Home() {}

    /** The project's folder, given by the start script. */
    static Path installation() {
        return Path.of(System.getProperty("hub.installation", ""))
                .toAbsolutePath()
                .normalize();
    }

    /** Home of a sandbox. */
    static Path sandbox(Map<String, String> environment) {
        return named(environment).orElse(base().resolve("sandbox"));
    }

    /** Home of a production hub. */
    static Path hub(Map<String, String> environment) {
        return named(environment).orElse(base().resolve("hub"));
    }

    /** The home a client command means: the named one, else the one whose hub runs. */
    static Path any(Map<String, String> environment) {
        return named(environment).orElseGet(() -> {
            Path production = base().resolve("hub");
            return HubProcess.find(production).isPresent() ? production : base().resolve("sandbox");
        });
    }

    /** A whole-number setting. */
    static int port(Map<String, String> environment, String name, int otherwise) throws CommandFailed {
        String value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new CommandFailed(name + " 必须是 0 到 65535 的整数，0 表示任选空闲端口。 " + name
                    + " must be a whole number from 0 to 65535; 0 takes a free port.");
        }
        return Integer.parseInt(value);
    }

    /** Whether a home is a sandbox's. */
    static boolean isSandbox(Path home) {
        return Files.exists(home.resolve("sandbox"));
    }

    private static Optional<Path> named(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HUB_HOME"))
                .filter(value -> !value.isBlank())
                .map(value -> Path.of(value).toAbsolutePath().normalize());
    }

    private static Path base() {
        return Path.of(System.getProperty("user.home"), ".laohekou-hub");
    }
}
