package cn.laohekou.hub.cli;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.HomeLock;
import cn.laohekou.hub.embedded.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The process that started a hub and stops it with itself. */
final class Launcher {

    private Launcher() {}

    /** Notes this process as the launcher of a home; call while holding its lock. */
    static void writePid(Path home) throws IOException {
        SecretFile.privateFolder(home.resolve("run"));
        Files.writeString(pidFile(home), Long.toString(ProcessHandle.current().pid()), StandardCharsets.UTF_8);
    }

    /** The launcher of a home, if one runs: it is who holds the lock, so the process id cannot be another's. */
    static Optional<ProcessHandle> find(Path home) throws CannotStart, IOException {
        if (!Files.exists(home.resolve(Home.LOCK)) || !Files.exists(pidFile(home))) {
            return Optional.empty();
        }
        try {
            HomeLock.take(home, Home.LOCK).close();
            return Optional.empty();
        } catch (CannotStart inUse) {
            String pid = Files.readString(pidFile(home), StandardCharsets.UTF_8).strip();
            return pid.matches("\\d{1,10}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
        }
    }

    private static Path pidFile(Path home) {
        return home.resolve("run/launcher.pid");
    }
}
