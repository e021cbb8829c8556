package cn.laohekou.hub.runtime.table;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.job.Counts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Rows go between a real PostgreSQL and a real MariaDB in both directions, exactly once. */
@SuppressWarnings("try") // as its resources say
class MariaDbTest {

    @Test
    void rowsGoIntoMariaDbOnceAndTheOnesThatDoNotFitAreSetAside() throws Exception {
        try (MariaDb maria = MariaDb.start();
                TableFixture hub = new TableFixture(TableFixture.full(100, 2), TableFixture.delivery())) {
            hub.persons(1000);
            TableFixture.execute(hub.source, "UPDATE person SET town = repeat('远', 30) WHERE id = 5");
            maria.execute(
                    "CREATE TABLE person (id bigint PRIMARY KEY, name varchar(40), id_no varchar(18), town varchar(20),"
                            + " amount decimal(12,2), updated_at datetime(6)) CHARACTER SET utf8mb4");
            hub.connect("coc-front", maria.url(), MariaDb.USER, MariaDb.PASSWORD);

            assertThat(hub.run().counts()).isEqualTo(new Counts(1000, 899, 1, 100));
            assertThat(hub.run().counts()).isEqualTo(new Counts(1000, 899, 1, 100));

            assertThat(maria.one("SELECT count(*) FROM person")).isEqualTo("899");
            assertThat(maria.one("SELECT concat(name, id_no, amount, updated_at) FROM person WHERE id = 7"))
                    .isEqualTo("王**000000********00070.072026-01-01 00:00:07.000000");
            maria.execute("DELETE FROM person WHERE id = 8");
            assertThat(hub.reconcile(true).path("differences").toString()).contains("\"8\"");
            assertThat(maria.one("SELECT count(*) FROM person")).isEqualTo("899");
        }
    }

    @Test
    void rowsComeOutOfMariaDb() throws Exception {
        try (MariaDb maria = MariaDb.start();
                TableFixture hub = new TableFixture(TableFixture.watermark(100), TableFixture.delivery())) {
            hub.persons(0);
            maria.execute(
                    "CREATE TABLE person (id bigint PRIMARY KEY, name varchar(40), id_no varchar(18), town varchar(20),"
                            + " amount decimal(12,2), updated_at datetime(6), secret text) CHARACTER SET utf8mb4");
            maria.execute("INSERT INTO person SELECT seq, '欧阳\\t娜娜', lpad(seq, 18, '0'), 'here', 1.5,"
                    + " '2026-01-01' + INTERVAL seq SECOND, 's' FROM seq_1_to_500");
            hub.connect("police-front", maria.url(), MariaDb.USER, MariaDb.PASSWORD);

            assertThat(hub.run().counts()).isEqualTo(new Counts(500, 500, 0, 0));
            assertThat(hub.run().counts()).isEqualTo(Counts.NONE);
            maria.execute("UPDATE person SET amount = 2, updated_at = '2026-02-01' WHERE id = 3");
            assertThat(hub.run().counts().delivered()).isPositive();

            assertThat(TableFixture.query(hub.target, "SELECT id_no || amount || updated_at FROM person WHERE id = 3"))
                    .singleElement()
                    .asString()
                    .startsWith("000000********00032.002026-02-01");
        }
    }

    /** What the tests ask of MariaDB directly. */
    static String ask(String url, String user, String password, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }
}
