package cn.laohekou.hub.cli.process;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.LeftOver;
import cn.laohekou.hub.embedded.SecretFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A child process with a pid file. Its standard input stays open as long as this process lives, so that it notices. */
final class ManagedProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(70);

    /** Every child that runs, so that none outlives this process whichever way it is asked to end. */
    private static final Set<ManagedProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ManagedProcess::stopAll, "stop-children"));
    }

    private final String name;
    private final Process process;
    private final Path pidFile;
    private final Path log;

    private ManagedProcess(String name, Process process, Path pidFile, Path log) {
        this.name = name;
        this.process = process;
        this.pidFile = pidFile;
        this.log = log;
    }

    /**
     * How to start a child.
     *
     * @param name for messages and for the names of pid file and log
     * @param home home under which {@code run} and {@code logs} lie; appears in the command line, which is how a
     *     left-over is recognised
     * @param command program and arguments
     * @param environment added to or replacing the inherited one
     * @param pipeOutput whether standard output is read by this process instead of going to the log
     */
    record Launch(String name, Path home, List<String> command, Map<String, String> environment, boolean pipeOutput) {

        Path pidFile() {
            return home.resolve("run").resolve(name + ".pid");
        }
    }

    /** Stops what an earlier run left over under the same name and home, then starts anew. */
    static ManagedProcess start(Launch launch) throws CannotStart {
        stopLeftOver(launch.home(), launch.name());
        Path log = launch.home().resolve("logs").resolve(launch.name() + ".log");
        try {
            SecretFile.privateFolderOf(log);
            SecretFile.privateFolderOf(launch.pidFile());
            ProcessBuilder builder = new ProcessBuilder(launch.command());
            builder.environment().putAll(launch.environment());
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            if (!launch.pipeOutput()) {
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            }
            Process process = builder.start();
            Files.writeString(launch.pidFile(), process.pid() + System.lineSeparator(), StandardCharsets.UTF_8);
            ManagedProcess started = new ManagedProcess(launch.name(), process, launch.pidFile(), log);
            RUNNING.add(started);
            return started;
        } catch (IOException e) {
            throw new CannotStart("无法启动 " + launch.name() + "。 " + launch.name() + " cannot be started.", e);
        }
    }

    /** Stops a process of that name and home, if one runs. */
    static boolean stopLeftOver(Path home, String name) {
        return LeftOver.stop(home.resolve("run").resolve(name + ".pid"), home.toString(), GRACE);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    InputStream output() {
        return process.getInputStream();
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** The sentence to show when the child ended by itself. */
    CannotStart ended() {
        return new CannotStart(
                name + " 已退出，原因见日志 " + log + "。" + lastWords() + " " + name + " ended; its log tells why.");
    }

    @Override
    public void close() {
        RUNNING.remove(this);
        LeftOver.stop(process.toHandle(), GRACE);
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            // A stale pid file is recognised as such by the next start.
        }
    }

    /** Asks all at once and then waits for each. */
    private static void stopAll() {
        RUNNING.forEach(child -> child.process.destroy());
        RUNNING.forEach(ManagedProcess::close);
    }

    /** The line in which a child of ours says why it cannot start. */
    private String lastWords() {
        try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("无法启动"))
                    .reduce((first, second) -> second)
                    .map(line -> System.lineSeparator() + line + System.lineSeparator())
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }
}
