package cn.laohekou.hub.runtime.table;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A throw-away MariaDB of the machine (Debian's mariadb-server) on a free port, not as root. A machine without it fails
 * the test.
 */
@SuppressWarnings("try") // whoever is interrupted while closing wants to know
final class MariaDb implements AutoCloseable {

    static final String USER = "hub";
    static final String PASSWORD = "only-for-tests";

    private final Process server;
    private final Path home;
    private final int port;

    private MariaDb(Process server, Path home, int port) {
        this.server = server;
        this.home = home;
        this.port = port;
    }

    static MariaDb start() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("hub-mariadb-");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process install = command(
                        home,
                        "mariadb-install-db",
                        "--no-defaults",
                        "--datadir=" + home + "/data",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db")
                .start();
        if (!install.waitFor(120, TimeUnit.SECONDS) || install.exitValue() != 0) {
            throw new AssertionError("mariadb-install-db failed: " + Files.readString(home.resolve("log")));
        }
        Path first = Files.writeString(
                home.resolve("first.sql"),
                "CREATE DATABASE front CHARACTER SET utf8mb4;\nCREATE USER '" + USER + "'@'%' IDENTIFIED BY '"
                        + PASSWORD + "';\nGRANT ALL ON front.* TO '" + USER + "'@'%';\n");
        Process server = command(
                        home,
                        "mariadbd",
                        "--no-defaults",
                        "--datadir=" + home + "/data",
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + home + "/socket",
                        "--init-file=" + first,
                        "--skip-name-resolve")
                .start();
        MariaDb started = new MariaDb(server, home, port);
        Awaitility.await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
            if (!server.isAlive()) {
                throw new AssertionError("mariadbd ended: " + Files.readString(home.resolve("log")));
            }
            return started.one("SELECT 1").equals("1");
        });
        return started;
    }

    private static ProcessBuilder command(Path home, String... command) {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
        builder.environment().merge("PATH", ":/usr/sbin:/usr/bin:/bin", String::concat);
        return builder;
    }

    String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/front";
    }

    String one(String sql) throws Exception {
        return MariaDbTest.ask(url(), USER, PASSWORD, sql);
    }

    void execute(String sql) throws Exception {
        String unused = one(sql);
    }

    @Override
    public void close() throws IOException, InterruptedException, SQLException {
        server.destroy();
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
        try (var files = Files.walk(home)) {
            files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        }
    }
}
