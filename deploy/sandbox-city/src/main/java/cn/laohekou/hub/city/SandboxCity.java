package cn.laohekou.hub.city;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.EmbeddedPostgres;
import cn.laohekou.hub.embedded.HomeLock;
import cn.laohekou.hub.embedded.ParentWatch;
import cn.laohekou.hub.embedded.SecretFile;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

/**
 * The sandbox city in a process of its own: {@code SandboxCity HOME PORT}. Port 0 takes a free one. Prints one line of
 * JSON with its address when it serves, and ends when its standard input ends.
 */
public final class SandboxCity {

    /** As the hub: EX_CONFIG of sysexits.h. */
    private static final int CANNOT_START = 78;

    private SandboxCity() {}

    /**
     * Runs the city until it is told to stop.
     *
     * @param arguments home folder and port
     */
    public static void main(String[] arguments) {
        PrintStream errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        if (arguments.length != 2 || !arguments[1].matches("\\d{1,5}")) {
            errors.println("用法 usage: SandboxCity HOME PORT");
            System.exit(2);
        }
        ParentWatch.start(System.in, () -> System.exit(0));
        try {
            int port = run(Path.of(arguments[0]).toAbsolutePath().normalize(), Integer.parseInt(arguments[1]));
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            out.println(new JsonObject().put("city", "http://127.0.0.1:" + port).encode());
        } catch (CannotStart e) {
            fail(errors, String.valueOf(e.getMessage()));
        } catch (IOException | SQLException | ExecutionException e) {
            fail(
                    errors,
                    "沙箱城市未能启动，端口可能被占用。 The sandbox city did not start; its port may be taken. "
                            + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(errors, "启动被中断。 The start was interrupted.");
        }
    }

    // The lock is held until the process ends; the operating system gives it back.
    @SuppressWarnings({"resource", "try"})
    private static int run(Path home, int port)
            throws CannotStart, IOException, SQLException, ExecutionException, InterruptedException {
        HomeLock.take(home, "city.lock");
        String key = SecretFile.readOrCreate(home.resolve("secrets/city-api-key"));
        CityDatabase database = CityDatabase.start(new EmbeddedPostgres.Settings(
                home.resolve("data/city"),
                home.resolve("cache"),
                home.resolve("secrets/city-superuser"),
                home.resolve("logs/city-postgres.log")));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(database), "city-stop"));
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(CityDatabase.CONNECTIONS));
        return new CityServer(vertx, database, key, home.resolve("data/city-inboxes.jsonl")).listen(port);
    }

    private static void stop(CityDatabase database) {
        try {
            database.close();
        } catch (CannotStart e) {
            new PrintStream(System.err, true, StandardCharsets.UTF_8).println(e.getMessage());
        }
    }

    private static void fail(PrintStream errors, String sentence) {
        errors.println("无法启动 cannot start: " + sentence);
        System.exit(CANNOT_START);
    }
}
