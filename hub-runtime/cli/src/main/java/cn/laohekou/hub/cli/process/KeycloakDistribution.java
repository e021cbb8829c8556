package cn.laohekou.hub.cli.process;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.ParentWatch;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The unpacked Keycloak server, made ready to start fast. */
public final class KeycloakDistribution {

    /** Named after what is built in: a distribution optimised otherwise is optimised again. */
    private static final String DONE = "hub-optimised-client-certificates";

    private KeycloakDistribution() {}

    /**
     * Finds the distribution that the build unpacked.
     *
     * @param folder folder into which it was unpacked
     * @return the distribution
     * @throws CannotStart when there is none
     */
    public static Path in(Path folder) throws CannotStart {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(path -> Files.exists(path.resolve("lib/quarkus-run.jar")))
                    .findFirst()
                    .orElseThrow(() -> missing(folder));
        } catch (IOException e) {
            throw missing(folder);
        }
    }

    /** Runs Keycloak's own {@code build} once; several processes may ask at the same time. */
    static void optimiseOnce(Path distribution, Progress progress) throws CannotStart {
        Path done = distribution.resolve(DONE);
        try (FileChannel channel = FileChannel.open(
                        distribution.resolve(DONE + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid() || Files.exists(done)) {
                return;
            }
            progress.say("首次使用，优化 Keycloak（约 20 秒） optimising Keycloak once, about 20 s");
            Path log = distribution.resolve(DONE + ".log");
            Process process = new ProcessBuilder(command(
                            distribution,
                            distribution,
                            "build",
                            "--db=dev-file",
                            "--health-enabled=true",
                            // Decided at build time; without TLS it means nothing.
                            "--https-client-auth=request"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new CannotStart("Keycloak 优化失败，见日志 " + log + "。 Keycloak's build failed; its log tells why.");
            }
            Files.createFile(done);
        } catch (IOException e) {
            throw new CannotStart("无法写入目录 " + distribution + "。 The folder cannot be written.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("启动被中断。 The start was interrupted.", e);
        }
    }

    /** Command line of the server's own launcher, without its shell script so that the process id is the server's. */
    static List<String> command(Path distribution, Path home, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                JavaCommand.path(),
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Xms64m",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                // Ready sooner; what a sandbox asks of it never repays the better compiler.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "-cp",
                distribution.resolve("lib/quarkus-run.jar") + ":" + place(WatchedMain.class) + ":"
                        + place(ParentWatch.class),
                WatchedMain.class.getName(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Folder or jar a class was loaded from. */
    private static String place(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static CannotStart missing(Path folder) {
        return new CannotStart("目录 " + folder + " 中没有 Keycloak，请先构建：./mvnw -Dquick package。"
                + " There is no Keycloak in that folder; build first: ./mvnw -Dquick package");
    }
}
