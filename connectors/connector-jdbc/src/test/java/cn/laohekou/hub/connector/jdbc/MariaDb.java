package cn.laohekou.hub.connector.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Debian's MariaDB on loopback, with a folder of its own; {@code .ci/run} installs it, and without it the test fails. */
final class MariaDb {

    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");

    private final Process server;
    private final int port;

    MariaDb(Path folder) throws Exception {
        if (!Files.isExecutable(SERVER)) {
            throw new IllegalStateException(SERVER + " is missing; .ci/run shows how it is installed");
        }
        Path data = Files.createDirectories(folder.resolve("data"));
        // Started by root it would take another user, to whom the test's folder does not belong.
        String user = "--user=" + System.getProperty("user.name");
        Process install = run(List.of(
                INSTALLER.toString(),
                "--no-defaults",
                user,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        if (!install.waitFor(120, TimeUnit.SECONDS) || install.exitValue() != 0) {
            throw new IllegalStateException("mariadb-install-db failed");
        }
        port = freePort();
        server = run(List.of(
                SERVER.toString(),
                "--no-defaults",
                user,
                "--datadir=" + data,
                "--socket=" + folder.resolve("s"),
                "--pid-file=" + folder.resolve("pid"),
                "--bind-address=127.0.0.1",
                "--port=" + port));
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .ignoreException(SQLException.class)
                .until(() -> {
                    execute();
                    return true;
                });
    }

    int port() {
        return port;
    }

    /** Runs statements as the one who owns everything. */
    void execute(String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/mysql?user=root");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    void stop() throws Exception {
        server.destroy();
        if (!server.waitFor(60, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }

    private static Process run(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
