package cn.laohekou.hub.runtime.table;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Departments' databases on one PostgreSQL that all tests of this JVM share; ends with the JVM. */
final class Counterparts {

    private static final EmbeddedPostgres SERVER = start();

    private Counterparts() {}

    static PGSimpleDataSource database(String name) throws SQLException {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {SERVER.getPort()});
        source.setDatabaseName(name);
        source.setUser("postgres");
        source.setPassword("postgres");
        return source;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
