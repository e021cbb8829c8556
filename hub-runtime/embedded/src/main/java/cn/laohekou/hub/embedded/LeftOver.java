package cn.laohekou.hub.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes of an earlier run that outlived it, found by their pid file and stopped only when they really are ours. */
public final class LeftOver {

    private LeftOver() {}

    /**
     * Stops the process a pid file names, if it still runs and its command line holds the marker. A process id that was
     * given to somebody else in the meantime is left alone.
     *
     * @param pidFile file whose first line is a process id; need not exist
     * @param marker text that the command line of our process holds, for example its data directory
     * @param grace how long it may take to stop by itself before it is killed
     * @return whether a process was stopped
     */
    public static boolean stop(Path pidFile, String marker, Duration grace) {
        Optional<ProcessHandle> found = find(pidFile, marker);
        found.ifPresent(process -> stop(process, grace));
        return found.isPresent();
    }

    /**
     * Finds the running process a pid file names, if its command line holds the marker.
     *
     * @param pidFile file whose first line is a process id; need not exist
     * @param marker text that the command line of our process holds
     * @return the process, empty when there is none or it is not ours
     */
    public static Optional<ProcessHandle> find(Path pidFile, String marker) {
        return readPid(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> commandLine(process).contains(marker));
    }

    /**
     * Asks a process to stop and kills it when it does not.
     *
     * @param process the process
     * @param grace how long it may take to stop by itself
     */
    public static void stop(ProcessHandle process, Duration grace) {
        process.destroy();
        if (!ended(process, grace)) {
            process.destroyForcibly();
            ended(process, Duration.ofSeconds(10));
        }
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private static Optional<Long> readPid(Path pidFile) {
        try (var lines = Files.lines(pidFile, StandardCharsets.UTF_8)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(l -> l.matches("\\d{1,10}"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Linux tells the whole command line; ProcessHandle cuts it at one page, which is what other systems must do with. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.UTF_8)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return process.info().commandLine().orElse("");
        }
    }
}
