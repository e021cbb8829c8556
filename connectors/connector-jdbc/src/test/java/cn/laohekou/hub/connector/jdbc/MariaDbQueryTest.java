package cn.laohekou.hub.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real MariaDB. */
class MariaDbQueryTest {

    private static final Map<String, Object> QUERIES = Map.of(
            "person",
            Map.of(
                    "sql",
                    "select name, age, income, active, born, note from person where id_number = :idNumber"
                            + " and (:minAge is null or age >= :minAge) /*! into outfile '/tmp/stolen' */",
                    "parameters",
                    Map.of("idNumber", "string", "minAge", "integer")),
            "slow",
            Map.of("sql", "select sleep(60) as s"),
            "sequence",
            Map.of("sql", "select nextval(numbers) as n"),
            "unknown",
            Map.of("sql", "select secret420682 from person"));

    private static MariaDb mariadb;
    private static JdbcFixture hub;
    private static Map<String, Object> settings;
    private static AsyncProducer producer;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        mariadb = new MariaDb(folder);
        mariadb.execute(
                "create database civil character set utf8mb4",
                "create table civil.person (id_number varchar(18), name varchar(100), age int, income decimal(20,2),"
                        + " active boolean, born date, note text)",
                "insert into civil.person values ('42', '王\"孟楼', 76, 123456789012345678.10, true, '1950-01-30', null)",
                "create sequence civil.numbers",
                "create user 'hub'@'127.0.0.1' identified by 'pa55'",
                "grant all on civil.* to 'hub'@'127.0.0.1'");
        hub = new JdbcFixture();
        settings = Map.of(
                "database", "mariadb",
                "host", "database.test",
                "port", mariadb.port(),
                "databaseName", "civil",
                "username", "hub",
                "password", "pa55",
                "tls", "none",
                "queries", QUERIES);
        producer = hub.producer(settings);
    }

    @AfterAll
    static void stop() throws Exception {
        producer.stop();
        hub.close();
        mariadb.stop();
    }

    @Test
    void aQueryAnswersTypedRows() throws Exception {
        assertThat(hub.call(producer, "person", "minAge=76", "{\"idNumber\":\"42\"}"))
                .isEqualTo("{\"rows\":[{\"name\":\"王\\\"孟楼\",\"age\":76,\"income\":123456789012345678.10,"
                        + "\"active\":true,\"born\":\"1950-01-30\",\"note\":null}]}");
        assertThat(hub.call(producer, "person", "", "{\"idNumber\":\"' or '1'='1\"}"))
                .isEqualTo("{\"rows\":[]}");
    }

    @Test
    void aQueryThatWritesIsRefusedByTheDatabaseItself() throws Exception {
        assertThat(hub.fault(producer, "sequence", "", "").code()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
    }

    @Test
    void aSlowQueryEndsWithItsTimeOut() throws Exception {
        AsyncProducer hurried = hub.producer(JdbcFixture.with(settings, "queryTimeoutMs", 1_000));
        assertThat(hub.fault(hurried, "slow", "", "").code()).isEqualTo(FaultCode.COUNTERPART_TIMEOUT);
        hurried.stop();
    }

    @Test
    void theDatabasesAddressIsTheGuardsNotTheDrivers() throws Exception {
        hub.guard = (connector, host, port) ->
                CompletableFuture.failedFuture(new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "no"));
        AsyncProducer refused = hub.producer(settings);
        assertThat(hub.fault(refused, "", "", "").code()).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        refused.stop();
        hub.guard = (connector, host, port) -> CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
    }

    @Test
    void whatGoesWrongHasACodeAndQuotesNothing() throws Exception {
        ConnectorFault unknown = hub.fault(producer, "unknown", "", "");
        assertThat(unknown.code()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(unknown.getMessage()).doesNotContain("420682");
        AsyncProducer stranger = hub.producer(JdbcFixture.with(settings, "password", "420682"));
        ConnectorFault refused = hub.fault(stranger, "", "", "");
        assertThat(refused.code()).isEqualTo(FaultCode.COUNTERPART_REFUSED);
        assertThat(refused.getMessage()).doesNotContain("420682");
        stranger.stop();
        AsyncProducer encrypted = hub.producer(JdbcFixture.with(settings, "tls", "verify"));
        assertThat(hub.fault(encrypted, "", "", "").code()).isEqualTo(FaultCode.COUNTERPART_DOWN);
        encrypted.stop();
    }
}
