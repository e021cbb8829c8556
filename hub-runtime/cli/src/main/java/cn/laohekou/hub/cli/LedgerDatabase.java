package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.EmbeddedPostgres;
import cn.laohekou.hub.embedded.HomeLock;
import cn.laohekou.hub.embedded.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The ledger's database, opened for reading: the running hub's, the external one, or that of a hub that is stopped. */
final class LedgerDatabase implements AutoCloseable {

    private static final String ROLE = "hub_runtime";

    private final DataSource source;
    private final Deque<AutoCloseable> opened;

    private LedgerDatabase(DataSource source, Deque<AutoCloseable> opened) {
        this.source = source;
        this.opened = opened;
    }

    static LedgerDatabase open(Path home, Map<String, String> environment) throws CannotStart, CommandFailed {
        String external = environment.getOrDefault("HUB_DB_URL", "");
        if (!external.isBlank()) {
            String file = environment.getOrDefault("HUB_DB_RUNTIME_PASSWORD_FILE", "");
            String user = environment.getOrDefault("HUB_DB_RUNTIME_USER", ROLE);
            return new LedgerDatabase(source(external, user, SecretFile.read(Path.of(file))), new ArrayDeque<>());
        }
        if (!Files.exists(home.resolve("data/postgres/PG_VERSION"))) {
            throw new CommandFailed(
                    "目录 " + home + " 中没有存证库，请用 HUB_HOME 指定。 The home holds no ledger; name it with HUB_HOME.");
        }
        String password = SecretFile.read(home.resolve("secrets").resolve(ROLE));
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        String url = url(home, opened);
        return new LedgerDatabase(source(url, ROLE, password), opened);
    }

    DataSource dataSource() {
        return source;
    }

    @Override
    public void close() throws CannotStart {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (CannotStart e) {
                throw e;
            } catch (Exception e) { // Closing a lock or a server has nothing else to say.
                throw new CannotStart(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** Whoever holds the hub's lock runs the server; if nobody does, this process starts it for as long as it reads. */
    private static String url(Path home, Deque<AutoCloseable> opened) throws CannotStart, CommandFailed {
        try {
            opened.push(HomeLock.take(home, "hub.lock"));
        } catch (CannotStart running) {
            return "jdbc:postgresql://127.0.0.1:" + port(home) + "/hub";
        }
        EmbeddedPostgres server = EmbeddedPostgres.start(new EmbeddedPostgres.Settings(
                home.resolve("data/postgres"),
                home.resolve("cache"),
                home.resolve("secrets/postgres-superuser"),
                home.resolve("logs/postgres.log")));
        opened.push(server);
        return server.url("hub");
    }

    /** Line 4 of PostgreSQL's own pid file is its port. */
    private static int port(Path home) throws CommandFailed {
        try {
            List<String> lines =
                    Files.readAllLines(home.resolve("data/postgres/postmaster.pid"), StandardCharsets.UTF_8);
            return Integer.parseInt(lines.get(3).strip());
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new CommandFailed("枢纽正在启动或停止，请稍后重试。 The hub is starting or stopping; try again.", e);
        }
    }

    private static DataSource source(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setReadOnly(true);
        return source;
    }
}
