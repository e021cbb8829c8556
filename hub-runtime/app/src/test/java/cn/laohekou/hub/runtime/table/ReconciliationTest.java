package cn.laohekou.hub.runtime.table;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.crypto.KeyId;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the target has is proven by reading it again; each way it can differ is found by key. */
class ReconciliationTest {

    private TableFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new TableFixture(TableFixture.full(500, 2), TableFixture.delivery());
        hub.persons(1000);
        hub.run();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private static List<String> differences(JsonNode report) {
        List<String> found = new ArrayList<>();
        report.path("differences")
                .forEach(item -> found.add(item.path("kind").asText() + " "
                        + item.path("key").path(0).asText()));
        return found;
    }

    @Test
    void equalSidesAreReconciledWithTheSameSumInASignedReport() throws Exception {
        JsonNode report = hub.reconcile(false);

        assertThat(report.path("result").asText()).isEqualTo("reconciled");
        assertThat(report.path("released").asLong()).isEqualTo(900);
        assertThat(report.path("targetSum").asText())
                .hasSize(64)
                .isEqualTo(report.path("releasedSum").asText());
        try (Connection connection = hub.registry.owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT report, signature FROM job.reconciliation")) {
            assertThat(row.next()).isTrue();
            KeyId key = hub.keys.current(Reconciliations.KEY);
            assertThat(hub.keys.verify(key, row.getBytes(1), row.getBytes(2))).isTrue();
        }
    }

    @Test
    void oneRowAlteredLostAndAddedIsEachFoundByItsKey() throws Exception {
        TableFixture.execute(
                hub.target,
                "UPDATE person SET amount = amount + 1 WHERE id = 11",
                "DELETE FROM person WHERE id = 22",
                "INSERT INTO person SELECT 5000, name, id_no, town, amount, updated_at FROM person WHERE id = 44");
        assertThat(differences(hub.reconcile(false))).containsExactlyInAnyOrder("altered 11", "lost 22", "added 5000");
    }

    @Test
    void aDoubledRowDoesNotCancelOut() throws Exception {
        TableFixture.execute(
                hub.target,
                // A unique index does not reach into children of a table: its owner can double a row.
                "CREATE TABLE doubles (LIKE person)",
                "INSERT INTO doubles SELECT * FROM person WHERE id = 33",
                "ALTER TABLE doubles INHERIT person");

        JsonNode report = hub.reconcile(false);

        assertThat(differences(report)).containsExactly("doubled 33");
        assertThat(report.path("target").asLong()).isEqualTo(901);
    }

    @Test
    void rowsLostOrAlteredAreSuppliedAgainOnRecordAndThenAgree() throws Exception {
        TableFixture.execute(
                hub.target, "UPDATE person SET town = 'there' WHERE id = 11", "DELETE FROM person WHERE id = 22");
        long before = hub.intents();

        JsonNode report = hub.reconcile(true);

        assertThat(report.path("supplied").asLong()).isEqualTo(2);
        assertThat(hub.intents()).isEqualTo(before + 1);
        assertThat(hub.reconcile(false).path("result").asText()).isEqualTo("reconciled");
    }

    @Test
    void aTargetThatCannotBeReadAgainIsAcknowledgedOnly() throws Exception {
        TableFixture.execute(hub.target, "DROP ROLE IF EXISTS writer");
        TableFixture.execute(
                hub.target,
                "CREATE ROLE writer LOGIN PASSWORD 'writer'",
                "GRANT INSERT, UPDATE ON person TO writer",
                "GRANT SELECT (id) ON person TO writer",
                "GRANT ALL ON hub_checkpoint TO writer");
        hub.targetAs("writer");

        JsonNode report = hub.reconcile(false);

        assertThat(report.path("result").asText()).isEqualTo("acknowledged-only");
        assertThat(report.has("targetSum")).isFalse();
    }

    @Test
    void valuesThatProductsWriteDifferentlyHaveOneText() {
        assertThat(Canonical.of(Conversion.Kind.TIME, "2026-01-01 00:00:05.100000+00"))
                .isEqualTo(Canonical.of(Conversion.Kind.TIME, "2026-01-01 00:00:05.1"))
                .isEqualTo(Canonical.of(Conversion.Kind.TIME, "2026-01-01 08:00:05.1+08"));
        assertThat(Canonical.of(Conversion.Kind.NUMBER, "12.500"))
                .isEqualTo(Canonical.of(Conversion.Kind.NUMBER, "+12.5"));
        assertThat(Canonical.of(Conversion.Kind.BOOLEAN, "t")).isEqualTo(Canonical.of(Conversion.Kind.BOOLEAN, "true"));
        assertThat(Canonical.of(Conversion.Kind.TEXT, "a ")).isEqualTo("a");
        assertThat(Canonical.of(Conversion.Kind.TEXT, null)).isNull();
    }

    @Test
    void sumsAreAddedModulo2To256() {
        RowSums sums = new RowSums();
        byte[] most = new byte[32];
        java.util.Arrays.fill(most, (byte) 0xff);
        byte[] one = new byte[32];
        one[31] = 1;
        sums.add(7, most);
        sums.add(7, one);
        assertThat(sums.total()).isEqualTo("0".repeat(64));
        sums.add(9, one);
        assertThat(sums.total()).isEqualTo("0".repeat(63) + "1");
        assertThat(sums.sameAs(new RowSums(), 7))
                .as("the counts tell what the sums do not")
                .isFalse();
    }
}
