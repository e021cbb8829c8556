package cn.laohekou.hub.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.evidence.EvidenceStore;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses. */
final class LedgerRightsTest {

    private static TestDatabase database;

    @BeforeAll
    static void fill() throws Exception {
        database = TestDatabase.fresh();
        Ledger ledger = new Ledger(
                new JdbcEvidenceStore(database.writer()), LedgerSettings.of("node-1", "test"), InstantSource.system());
        ledger.start();
        ledger.append(Samples.intent(new UUID(1, 1), 1, new byte[10], Samples.subjects(101)))
                .get();
        ledger.close();
        new JdbcCheckpointStore(database.runtime()).save("{}");
    }

    @ParameterizedTest
    @CsvSource({"batch, node = 'x'", "record, counted = true", "subject_list, ordinal = 1", "checkpoint, line = 'x'"})
    void theRunTimeRoleAndTheOwnerChangeNothing(String table, String change) {
        for (DataSource who : List.of(database.runtime(), database.owner(), database.superuser())) {
            refused(who, "UPDATE ledger." + table + " SET " + change);
            refused(who, "DELETE FROM ledger." + table);
            refused(who, "TRUNCATE ledger." + table + " CASCADE");
        }
    }

    /** The role that may delete deletes nothing that is young or not archived, and changes nothing. */
    @Test
    void theRoleThatDeletesIsHeldToTheLawByTheDatabaseItself() throws Exception {
        for (String sql : List.of(
                "DELETE FROM ledger.record",
                "DELETE FROM ledger.batch",
                "DELETE FROM ledger.subject_list",
                "INSERT INTO ledger.pruning VALUES ('node-1', 1, 9, 'h', 'b', now()); DELETE FROM ledger.record",
                "UPDATE ledger.record SET counted = true",
                "UPDATE ledger.pruning SET bundle = 'x'",
                "DELETE FROM ledger.pruning",
                "DELETE FROM ledger.checkpoint",
                "DELETE FROM ledger.anchor",
                "TRUNCATE ledger.record",
                "UPDATE registry.policy_epoch SET epoch = 9",
                "SELECT * FROM registry.object")) {
            assertThatThrownBy(() -> {
                        try (Connection connection = database.retention().open();
                                Statement statement = connection.createStatement()) {
                            statement.execute(sql);
                        }
                    })
                    .as(sql)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
        }
        assertThat(database.number("SELECT count(*) FROM ledger.pruning")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE ledger.batch DISABLE TRIGGER ALL",
                "DROP TABLE ledger.record",
                "DROP TRIGGER record_is_final ON ledger.record",
                "CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TABLE ledger.other (n int)",
                "SET ROLE hub_migration",
                "SET ROLE hub_retention",
                "SELECT ledger.admit_retention()",
                "INSERT INTO ledger.pruning VALUES ('node-1', 1, 9, 'h', 'b', now())"
            })
    void theRunTimeRoleCannotTakeTheGuardsAway(String sql) {
        refused(database.runtime(), sql);
    }

    @Test
    void theRunTimeRoleCannotGiveItselfMore() throws SQLException {
        // PostgreSQL answers this with a warning, not with an error.
        try (Connection connection = database.runtime().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("GRANT UPDATE ON ledger.record TO hub_runtime");
            assertThat(statement.getWarnings() == null).isFalse();
        }
        assertThat(database.number("SELECT count(*) FILTER (WHERE has_table_privilege('hub_runtime',"
                        + " 'ledger.record', 'UPDATE')) FROM generate_series(1, 1)"))
                .isZero();
    }

    @Test
    void everyTableOfTheLedgerIsGuarded() throws SQLException {
        assertThat(database.number("SELECT count(*) FROM pg_tables WHERE schemaname = 'ledger' AND tablename NOT LIKE"
                        + " 'flyway%' AND tablename NOT IN (SELECT event_object_table FROM"
                        + " information_schema.triggers WHERE trigger_schema = 'ledger')"))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM information_schema.role_table_grants WHERE grantee ="
                        + " 'hub_runtime' AND table_schema = 'ledger' AND privilege_type NOT IN ('SELECT', 'INSERT')"))
                .isZero();
    }

    @Test
    void aDatabaseThatDoesNotFlushIsNotWrittenTo() throws Exception {
        TestDatabase lax = TestDatabase.fresh();
        lax.execute("ALTER ROLE hub_runtime IN DATABASE " + lax.name() + " SET synchronous_commit = off");

        try (EvidenceStore store = new JdbcEvidenceStore(lax.writer())) {
            assertThatThrownBy(() -> store.open("node-1"))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(StoreException.Kind.UNUSABLE))
                    .hasMessageContaining("synchronous_commit");
        }
    }

    private static void refused(DataSource who, String sql) {
        assertThatThrownBy(() -> {
                    try (Connection connection = who.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }
}
