package cn.laohekou.hub.connector.jdbc;

import static cn.laohekou.hub.connector.jdbc.JdbcFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real PostgreSQL. */
class PostgresQueryTest {

    private static final Map<String, Object> QUERIES = Map.of(
            "person",
            Map.of(
                    "sql",
                    "select name, age, income, active, born, photo, note from person where id_number = :idNumber"
                            + " and (:minAge is null or age >= :minAge)",
                    "parameters",
                    Map.of("idNumber", "string", "minAge", "integer")),
            "many",
            Map.of("sql", "select g as n from generate_series(1, :n) g", "parameters", Map.of("n", "integer")),
            "slow",
            Map.of("sql", "select pg_sleep(60)"),
            "write",
            Map.of("sql", "with gone as (delete from person returning 1) select count(*) as n from gone"),
            "unknown",
            Map.of("sql", "select secret420682 from person"),
            "twice",
            Map.of("sql", "select 1 as a, 2 as a"),
            "divide",
            Map.of("sql", "select 1 / :n as q", "parameters", Map.of("n", "integer")));

    private static EmbeddedPostgres postgres;
    private static JdbcFixture hub;
    private static Map<String, Object> settings;
    private static AsyncProducer producer;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table person (id_number text, name text, age int, income numeric(20,2),"
                    + " active boolean, born date, photo bytea, note text)");
            statement.execute("insert into person values ('42', '王\"孟楼', 76, 12345678901234567.10, true,"
                    + " '1950-01-30', 'abc', null), ('43', '李', 20, 0, false, '2006-01-01', null, 'x')");
        }
        hub = new JdbcFixture();
        settings = Map.of(
                "database", "postgresql",
                "host", "database.test",
                "port", postgres.getPort(),
                "databaseName", "postgres",
                "username", "postgres",
                "password", "",
                "tls", "none",
                "queries", QUERIES);
        producer = hub.producer(settings);
    }

    @BeforeEach
    void allow() {
        hub.guard = (connector, host, port) -> CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
    }

    @AfterAll
    static void stop() throws Exception {
        producer.stop();
        hub.close();
        postgres.close();
    }

    @Test
    void aQueryAnswersTypedRows() throws Exception {
        String expected = "{\"rows\":[{\"name\":\"王\\\"孟楼\",\"age\":76,\"income\":12345678901234567.10,"
                + "\"active\":true,\"born\":\"1950-01-30\",\"photo\":\"YWJj\",\"note\":null}]}";
        assertThat(hub.call(producer, "person", "", "{\"idNumber\":\"42\"}")).isEqualTo(expected);
        assertThat(hub.call(producer, "person", "idNumber=42&minAge=76", "")).isEqualTo(expected);
        assertThat(hub.call(producer, "person", "minAge=77", "{\"idNumber\":\"42\"}"))
                .isEqualTo("{\"rows\":[]}");
    }

    @Test
    void theDatabasesAddressIsTheGuardsNotTheDrivers() throws Exception {
        hub.guarded.clear();
        AsyncProducer other = hub.producer(settings);
        assertThat(hub.call(other, "", "", "")).isEqualTo("{\"rows\":[{\"alive\":1}]}");
        assertThat(hub.guarded).containsExactly("civil-affairs database.test:" + postgres.getPort());
        other.stop();

        hub.guard = (connector, host, port) ->
                CompletableFuture.failedFuture(new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "no"));
        AsyncProducer refused = hub.producer(settings);
        assertThat(hub.fault(refused, "", "", "").code()).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        refused.stop();
    }

    @Test
    void sqlInAParameterIsAValueLikeAnyOther() throws Exception {
        String attack = "' or '1'='1'; drop table person; --";
        assertThat(hub.call(producer, "person", "", "{\"idNumber\":\"" + attack + "\"}"))
                .isEqualTo("{\"rows\":[]}");
        assertThat(hub.fault(producer, "many", "", "{\"n\":\"1) g; drop table person; --\"}")
                        .code())
                .isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(hub.call(producer, "person", "", "{\"idNumber\":\"42\"}")).contains("孟楼");
    }

    @Test
    void aQueryThatWritesIsRefusedByTheDatabaseItself() throws Exception {
        assertThat(hub.fault(producer, "write", "", "").code()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(hub.call(producer, "person", "", "{\"idNumber\":\"43\"}")).contains("李");
    }

    @Test
    void limitsEndAQueryInsteadOfCuttingItsAnswer() throws Exception {
        AsyncProducer small =
                hub.producer(with(settings, "maxRows", 10, "maxAnswerBytes", 2_000L, "queryTimeoutMs", 1_000));
        assertThat(hub.call(small, "many", "n=10", "")).endsWith("{\"n\":10}]}");
        assertThat(hub.fault(small, "many", "n=11", "").code()).isEqualTo(FaultCode.COUNTERPART_OVERSIZED);
        assertThat(hub.fault(small, "slow", "", "").code()).isEqualTo(FaultCode.COUNTERPART_TIMEOUT);
        small.stop();
        AsyncProducer narrow = hub.producer(with(settings, "maxAnswerBytes", 2_000L));
        assertThat(hub.fault(narrow, "many", "n=10000", "").code()).isEqualTo(FaultCode.COUNTERPART_OVERSIZED);
        narrow.stop();
    }

    @Test
    void whatGoesWrongHasACodeAndQuotesNothing() throws Exception {
        assertFault("unknown", "", FaultCode.CONNECTOR_MISCONFIGURED);
        assertFault("twice", "", FaultCode.CONNECTOR_MISCONFIGURED);
        assertFault("divide", "{\"n\":0}", FaultCode.COUNTERPART_REFUSED);
        assertFault("none", "", FaultCode.CONNECTOR_MISCONFIGURED);
        assertFault("many", "{\"n\":\"420682x\"}", FaultCode.CONNECTOR_MISCONFIGURED);
        assertFault("many", "{\"n\":1,\"other\":420682}", FaultCode.CONNECTOR_MISCONFIGURED);
        assertFault("many", "[420682]", FaultCode.CONNECTOR_MISCONFIGURED);
        AsyncProducer stranger =
                hub.producer(with(settings, "username", "stranger420682", "databaseName", "none420682"));
        ConnectorFault fault = hub.fault(stranger, "", "", "");
        assertThat(fault.code()).isIn(FaultCode.COUNTERPART_REFUSED, FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(fault.getMessage()).doesNotContain("420682");
        stranger.stop();
    }

    @Test
    void aServerWithoutTheDemandedTlsIsNotUsed() throws Exception {
        AsyncProducer encrypted = hub.producer(with(settings, "tls", "verify"));
        assertThat(hub.fault(encrypted, "", "", "").code()).isEqualTo(FaultCode.COUNTERPART_DOWN);
        encrypted.stop();
    }

    @Test
    void anAddressIsNoPlaceForADriversOptions() {
        for (Object[] unfit : new Object[][] {
            {"host", "a.test/x?socketFactory=y"},
            {"host", "a.test:1,b.test"},
            {"host", ""},
            {"port", 0},
            {"port", 70_000},
            {"databaseName", ""},
            {"database", "h2"},
            {"tls", "allow"},
            {"maxRows", 0}
        }) {
            assertThatThrownBy(() -> hub.producer(with(settings, unfit)))
                    .as(unfit[0].toString())
                    .isInstanceOf(ConnectorFault.class);
        }
    }

    private static void assertFault(String query, String json, FaultCode code) throws Exception {
        ConnectorFault fault = hub.fault(producer, query, "", json);
        assertThat(fault.code()).as(query + json).isEqualTo(code);
        assertThat(fault.getMessage()).doesNotContain("420682");
    }
}
