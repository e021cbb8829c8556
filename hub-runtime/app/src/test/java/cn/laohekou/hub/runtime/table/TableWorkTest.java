package cn.laohekou.hub.runtime.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cn.laohekou.hub.runtime.job.Counts;
import cn.laohekou.hub.runtime.job.JobState;
import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.job.RunningJob;
import cn.laohekou.hub.security.policy.ExchangeShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables go from one real PostgreSQL database to another exactly once, filtered and on record. */
class TableWorkTest {

    @SuppressWarnings("NullAway.Init") // every test begins with one
    private TableFixture hub;

    private TableFixture hub(ExchangeShape.Table shape) throws Exception {
        hub = new TableFixture(shape, TableFixture.delivery());
        return hub;
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private long delivered() throws Exception {
        return Long.parseLong(
                TableFixture.query(hub.target, "SELECT count(*) FROM person").get(0));
    }

    private String content() throws Exception {
        return TableFixture.query(hub.target, "SELECT md5(string_agg(p::text, ';' ORDER BY id)) FROM person p")
                .get(0);
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aWholeTableArrivesMaskedWithoutTheRowsAndColumnsThatAreNotGranted() throws Exception {
        hub(TableFixture.full(100, 2)).persons(1000);

        RunningJob job = hub.run();

        assertThat(job.counts()).isEqualTo(new Counts(1000, 900, 0, 100));
        assertThat(delivered()).isEqualTo(900);
        assertThat(TableFixture.query(hub.target, "SELECT name || id_no || town || amount FROM person WHERE id = 7"))
                .containsExactly("王**000000********0007here0.07");
        assertThat(TableFixture.query(hub.target, "SELECT id FROM person WHERE town <> 'here'"))
                .isEmpty();
    }

    @Test
    void everyChunkIsOnRecordWithItsRowsAndPersonsAndNoIdNumber() throws Exception {
        hub(TableFixture.full(100, 2)).persons(1000);

        hub.run();

        // Ten full chunks, and one that finds the end of a lane of exactly so many rows.
        assertThat(hub.intents()).isEqualTo(10);
        List<String> records = TableFixture.query(
                hubDatabase(), "SELECT convert_from(body, 'UTF8') FROM ledger.record WHERE kind = 1");
        assertThat(records)
                .allSatisfy(record -> assertThat(record)
                        .contains(
                                "\"pattern\":\"table\"",
                                "\"rows\":\"90\"",
                                "\"subjects\":90",
                                "\"targetTable\":\"person\""));
        assertThat(String.join("", records)).doesNotContain("000000000000000007");
    }

    private org.postgresql.ds.PGSimpleDataSource hubDatabase() {
        return (org.postgresql.ds.PGSimpleDataSource) hub.registry.owner;
    }

    @Test
    void aJobThatWasKilledGoesOnAtTheLastCommittedChunkAndNothingTakesEffectTwice() throws Exception {
        hub(TableFixture.full(50, 2)).persons(1000);
        UUID id = UUID.randomUUID();
        hub.databases.before("coc-front", 12, () -> {
            throw new Killed();
        });
        assertThat(catchThrowable(() -> new TableWork(hub.parts).run(hub.job(id, false))))
                .isNotNull();
        long before = delivered();
        assertThat(before).isPositive().isLessThan(900);
        TableFixture.execute(
                hub.target,
                "CREATE TABLE written (id bigint)",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO written VALUES (NEW.id);"
                        + " RETURN NEW; END $$",
                "CREATE TRIGGER note AFTER INSERT OR UPDATE ON person FOR EACH ROW EXECUTE FUNCTION note()");

        RunningJob again = hub.job(id, false);
        new TableWork(hub.parts).run(again);

        assertThat(delivered()).isEqualTo(900);
        assertThat(again.counts()).isEqualTo(new Counts(1000, 900, 0, 100));
        assertThat(TableFixture.query(hub.target, "SELECT count(*) FROM written"))
                .as("rows written after the crash are exactly those not committed before")
                .containsExactly(Long.toString(900 - before));
    }

    @Test
    void afterARevocationWasAcknowledgedNothingIsWrittenAnyMore() throws Exception {
        ExchangeShape.Table shape = TableFixture.full(50, 2);
        hub(shape).persons(1000);
        AtomicLong acknowledged = new AtomicLong(-1);
        hub.databases.before("coc-front", 9, () -> {
            hub.revoke(shape);
            // As the registry acknowledges: when the lease has been told and no commit of the former policy is under
            // way.
            hub.lease.renew().toCompletableFuture().get(10, TimeUnit.SECONDS);
            hub.commits.drained().toCompletableFuture().get(10, TimeUnit.SECONDS);
            acknowledged.set(delivered());
        });

        assertThatThrownBy(() -> hub.run())
                .isInstanceOfSatisfying(
                        JobStopped.class, stopped -> assertThat(stopped.state()).isEqualTo(JobState.STOPPED))
                .hasMessageContaining("Denied by policy");

        assertThat(acknowledged.get()).isNotNegative();
        assertThat(delivered()).isEqualTo(acknowledged.get()).isLessThan(900);
    }

    @Test
    void aNodeThatLostItsLeaseCommitsNothingMore() throws Exception {
        hub(TableFixture.full(50, 1)).persons(1000);
        UUID id = UUID.randomUUID();
        RunningJob old = hub.job(id, false);
        AtomicReference<String> complete = new AtomicReference<>();
        hub.databases.before("coc-front", 9, () -> {
            new TableWork(hub.parts).run(hub.job(id, false));
            complete.set(content());
            TableFixture.execute(hub.target, "DELETE FROM person WHERE id = 999");
        });

        assertThatThrownBy(() -> new TableWork(hub.parts).run(old))
                .isInstanceOfSatisfying(
                        JobStopped.class, lost -> assertThat(lost.state()).isEqualTo(JobState.RUNNING));

        assertThat(complete.get()).isNotNull();
        assertThat(delivered()).isEqualTo(899);
    }

    @Test
    void rowsThatDoNotFitAreSetAsideSealedWithTheReasonAndTheOthersArrive() throws Exception {
        hub(TableFixture.full(50, 2));
        TableFixture.execute(
                hub.source,
                "CREATE TABLE person (id bigint, name text, id_no text, town text, amount text, updated_at timestamptz,"
                        + " secret text)",
                "INSERT INTO person SELECT i, '王小明', 'x' || i, 'here', '1.5', now(), 's' FROM generate_series(1, 200) i",
                "UPDATE person SET amount = 'much' WHERE id = 20",
                "UPDATE person SET amount = '123456789' WHERE id = 60",
                "UPDATE person SET town = repeat('x', 30) WHERE id = 61",
                "UPDATE person SET town = 'nul' WHERE id = 62",
                "INSERT INTO person VALUES (NULL, 'nobody', 'y', 'here', '1', now(), 's')");
        TableFixture.execute(
                hub.target,
                "CREATE TABLE person (id bigint PRIMARY KEY, name text, id_no text, town varchar(20) CHECK (town <> 'nul'),"
                        + " amount numeric(6,2), updated_at timestamptz)");

        RunningJob job = hub.run();

        assertThat(job.counts()).isEqualTo(new Counts(201, 196, 5, 0));
        assertThat(delivered()).isEqualTo(196);
        assertThat(TableFixture.query(hubDatabase(), "SELECT reason FROM job.quarantine ORDER BY reason"))
                .containsExactly("check-failed", "key-missing", "out-of-range", "too-long", "wrong-shape");
        try (Connection connection = hubDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT sealed FROM job.quarantine WHERE reason = 'key-missing'")) {
            assertThat(row.next()).isTrue();
            byte[] sealed = row.getBytes(1);
            assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("nobody");
            assertThat(new String(
                            new Quarantine(hub.parts.database(), hub.keys, hub.parts.clock())
                                    .open(TableFixture.STREAM, sealed),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .contains("nobody");
        }
    }

    @Test
    void aWatermarkBringsWhatChangedAndLateCommitsAndNothingElse() throws Exception {
        hub(TableFixture.watermark(100)).persons(1000);
        hub.run();
        long first = hub.intents();

        assertThat(hub.run().counts()).isEqualTo(Counts.NONE);
        assertThat(hub.intents()).as("an unchanged table leaves no evidence").isEqualTo(first);

        TableFixture.execute(
                hub.source,
                "UPDATE person SET name = '李四', updated_at = timestamptz '2026-02-01' WHERE id = 5",
                // Stamped before the last pass, visible after it.
                "INSERT INTO person VALUES (2001, '赵六', 'late', 'here', 1, timestamptz '2026-01-01' + interval '990 s', 's')");
        hub.run();

        assertThat(TableFixture.query(hub.target, "SELECT name FROM person WHERE id IN (5, 2001) ORDER BY id"))
                .containsExactly("李*", "赵*");
        assertThat(delivered()).isEqualTo(901);
        assertThat(hub.intents()).isEqualTo(first + 1);
        assertThat(hub.run().counts()).isEqualTo(Counts.NONE);
    }

    @Test
    void rowsMarkedAsPendingAreFetchedOnceAndMarkedAsDone() throws Exception {
        hub(TableFixture.status(100)).persons(250);

        assertThat(hub.run().counts()).isEqualTo(new Counts(250, 225, 0, 25));
        assertThat(TableFixture.query(hub.source, "SELECT DISTINCT flag FROM person"))
                .containsExactly("1");
        TableFixture.execute(hub.source, "UPDATE person SET amount = 8, flag = '0' WHERE id = 3");
        assertThat(hub.run().counts()).isEqualTo(new Counts(1, 1, 0, 0));

        assertThat(TableFixture.query(hub.target, "SELECT amount FROM person WHERE id = 3"))
                .containsExactly("8.00");
    }

    @Test
    void aChangedSchemaStopsTheJobWithTheDifferenceUntilSomebodyAcceptsIt() throws Exception {
        hub(TableFixture.full(100, 1)).persons(10);
        hub.run();
        TableFixture.execute(hub.source, "ALTER TABLE person ALTER town TYPE varchar(40)");

        assertThatThrownBy(() -> hub.run())
                .isInstanceOf(JobStopped.class)
                .hasMessageContaining("- source town text")
                .hasMessageContaining("+ source town varchar(40)");

        new TableWork(hub.parts).run(hub.job(UUID.randomUUID(), true));
        hub.run();
    }

    @Test
    void aConversionThatWouldLoseSomethingIsRefusedBeforeTheFirstRow() throws Exception {
        hub(TableFixture.full(100, 1)).persons(10);
        TableFixture.execute(
                hub.target, "ALTER TABLE person ALTER amount TYPE numeric(12,1)", "ALTER TABLE person DROP town");

        assertThatThrownBy(() -> hub.run())
                .isInstanceOf(JobStopped.class)
                .hasMessageContaining("town")
                .hasMessageContaining("rounded");
        assertThat(delivered()).isZero();
        assertThat(hub.intents()).isZero();
    }

    @Test
    void aTargetWithoutAUniqueIndexOnTheKeysIsRefused() throws Exception {
        hub(TableFixture.full(100, 1)).persons(10);
        TableFixture.execute(hub.target, "ALTER TABLE person DROP CONSTRAINT person_pkey");

        assertThatThrownBy(() -> hub.run()).isInstanceOf(JobStopped.class).hasMessageContaining("unique index");
    }

    @Test
    void aPausedConnectorStopsItsJobAtTheNextChunkAndItGoesOnAfterwards() throws Exception {
        hub(TableFixture.full(50, 1)).persons(1000);
        CountDownLatch paused = new CountDownLatch(1);
        hub.databases.before("coc-front", 9, () -> {
            hub.suspend("coc-front");
            paused.countDown();
        });
        RunningJob job = hub.job(UUID.randomUUID(), false);
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread worker = new Thread(() -> ended.set(catchThrowable(() -> new TableWork(hub.parts).run(job))));
        worker.start();
        assertThat(paused.await(30, TimeUnit.SECONDS)).isTrue();
        org.awaitility.Awaitility.await().until(() -> job.waitsFor() != null);
        long atPause = delivered();
        assertThat(atPause).isLessThan(900);

        hub.resume("coc-front");
        worker.join(TimeUnit.SECONDS.toMillis(60));

        assertThat(ended.get()).isNull();
        assertThat(delivered()).isEqualTo(900);
    }

    @Test
    void aCancelledJobEndsAndLeavesWhatWasCommitted() throws Exception {
        hub(TableFixture.full(50, 1)).persons(1000);
        RunningJob job = hub.job(UUID.randomUUID(), false);
        hub.databases.before("coc-front", 9, job::cancel);

        assertThatThrownBy(() -> new TableWork(hub.parts).run(job))
                .isInstanceOfSatisfying(
                        JobStopped.class, stopped -> assertThat(stopped.state()).isEqualTo(JobState.CANCELLED));
        assertThat(delivered()).isPositive().isLessThan(900);
    }

    @Test
    void fieldsGoToTheColumnsTheDeliveryNames() throws Exception {
        hub = new TableFixture(
                TableFixture.full(100, 1),
                Map.of(
                        "connector", "coc-front",
                        "target", "public.person",
                        "columns", List.of(Map.of("field", "name", "column", "姓名"))));
        hub.persons(10);
        TableFixture.execute(hub.target, "ALTER TABLE person RENAME name TO \"姓名\"");

        hub.run();

        assertThat(TableFixture.query(hub.target, "SELECT DISTINCT \"姓名\" FROM person"))
                .containsExactly("王**");
    }
}
