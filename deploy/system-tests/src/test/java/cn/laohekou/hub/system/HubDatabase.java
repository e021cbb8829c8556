package cn.laohekou.hub.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The PostgreSQL of a sandbox, looked at from outside the hub. */
final class HubDatabase {

    /** Line of {@code postmaster.pid} that holds the port, from 0. */
    private static final int PORT_LINE = 3;

    private final Path home;

    HubDatabase(Path home) {
        this.home = home;
    }

    /** Number of WAL syncs so far, by PostgreSQL's own count. */
    long walSyncs() throws IOException, SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + postmaster().get(PORT_LINE) + "/hub";
        String password = Files.readString(home.resolve("secrets/postgres-superuser"), StandardCharsets.UTF_8)
                .strip();
        try (Connection connection = DriverManager.getConnection(url, "postgres", password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT wal_sync FROM pg_stat_wal")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Ends the database as a crash would. */
    void kill() throws IOException {
        ProcessHandle.of(Long.parseLong(postmaster().get(0))).ifPresent(ProcessHandle::destroyForcibly);
    }

    private List<String> postmaster() throws IOException {
        return Files.readAllLines(home.resolve("data/postgres/postmaster.pid")).stream()
                .map(String::strip)
                .toList();
    }
}
