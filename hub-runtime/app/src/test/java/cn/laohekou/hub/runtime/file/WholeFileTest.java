package cn.laohekou.hub.runtime.file;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.ObjectState;
import cn.laohekou.hub.security.crypto.Sm3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is released whole. */
class WholeFileTest {

    private static final int CHUNK = Buffers.CHUNK;

    @TempDir
    Path home;

    private FileCity city;

    @BeforeEach
    void start() throws Exception {
        city = new FileCity(home, "'names':'.*[.]dat'", FileCity.WHOLE, "'file'");
    }

    @AfterEach
    void stop() throws Exception {
        city.close();
    }

    private byte[] source(String name, int bytes) throws Exception {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Files.write(city.out.resolve(name), content);
        return content;
    }

    /** Blocks the first write at or behind an offset until the node is stopped. */
    private CountDownLatch stuckFrom(long offset) {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        city.ways.before = (connector, work) -> {
            if (work instanceof FileWork.Write write && write.offset() >= offset) {
                reached.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return null;
        };
        return reached;
    }

    /** Gives the name and then never answers, as a node that is killed at that moment. */
    private CountDownLatch nameAndStick() {
        CountDownLatch named = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        city.ways.before = (connector, work) -> {
            if (work instanceof FileWork.Publish publish) {
                try {
                    Files.move(city.in.resolve(publish.from()), city.in.resolve(publish.to()));
                    named.countDown();
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return null;
        };
        return named;
    }

    @Test
    void aFileArrivesWholeUnderItsNameWithOneIntentThatCommitsToIt() throws Exception {
        byte[] content = source("residents.dat", 2 * CHUNK + 17);
        city.start();

        Transfer done = city.reaches(TransferState.DONE);

        assertThat(city.in.resolve("residents.dat")).hasBinaryContent(content);
        assertThat(city.delivered()).containsExactly("residents.dat");
        assertThat(city.intents()).isEqualTo(1);
        Transfer.Released released = Objects.requireNonNull(done.released());
        assertThat(released.digest()).isEqualTo(Sm3.hash(content));
        assertThat(city.intents(released.exchange())).isEqualTo(1);
    }

    @Test
    void anEmptyFileArrivesToo() throws Exception {
        source("empty.dat", 0);
        city.start();

        city.reaches(TransferState.DONE);

        assertThat(city.in.resolve("empty.dat")).isEmptyFile();
    }

    @Test
    void whatTheNamesDoNotMeanIsNeverRead() throws Exception {
        source("other.txt", 10);
        source(".hidden.dat", 10);
        source("taken.dat", 10);
        city.start();

        city.reaches(TransferState.DONE);

        assertThat(city.delivered()).containsExactly("taken.dat");
    }

    @Test
    void theSameFileAgainIsNotPublishedAgainAndAChangedOneGetsANumber() throws Exception {
        byte[] first = source("report.dat", 100);
        city.start();
        city.reaches(TransferState.DONE);

        Files.setLastModifiedTime(city.out.resolve("report.dat"), FileTime.fromMillis(1_000_000_000_000L));
        assertThat(city.reaches(2, TransferState.DUPLICATE).get(0).reason()).isNotNull();
        assertThat(city.intents()).isEqualTo(1);

        byte[] changed = source("report.dat", 101);
        city.reaches(3, TransferState.DONE);

        assertThat(city.delivered()).containsExactly("report.dat", "report.v2.dat");
        assertThat(city.in.resolve("report.dat")).hasBinaryContent(first);
        assertThat(city.in.resolve("report.v2.dat")).hasBinaryContent(changed);
    }

    @Test
    void aConnectionThatBreaksIsTakenUpAtItsByte() throws Exception {
        byte[] content = source("big.dat", 3 * CHUNK);
        AtomicInteger cuts = new AtomicInteger();
        city.ways.before = (connector, work) ->
                work instanceof FileWork.Read read && read.offset() == CHUNK && cuts.incrementAndGet() <= 2
                        ? new FileWays.Failed(FileWays.Failed.Why.CUT, null, 0)
                        : null;
        city.start();

        Transfer done = city.reaches(TransferState.DONE);

        assertThat(city.in.resolve("big.dat")).hasBinaryContent(content);
        assertThat(done.attempts()).as("healed within the first attempt").isEqualTo(1);
        assertThat(city.ways.writes()).containsExactly(0L, (long) CHUNK, 2L * CHUNK);
    }

    @Test
    void aPausedConnectorPausesTheTransferWhichThenGoesOnWhereItWas() throws Exception {
        byte[] content = source("big.dat", 4 * CHUNK);
        AtomicBoolean paused = new AtomicBoolean(true);
        city.ways.before = (connector, work) ->
                paused.get() && work instanceof FileWork.Write write && write.offset() >= 3L * CHUNK
                        ? new FileWays.Failed(FileWays.Failed.Why.NOT_RUNNING, null, 0)
                        : null;
        city.start();
        Transfer waiting = city.reaches(TransferState.WAITING);
        assertThat(waiting.reason()).isNotNull();
        assertThat(waiting.copied().position()).isGreaterThanOrEqualTo(CHUNK);
        city.ways.done.clear();

        paused.set(false);
        city.reaches(TransferState.DONE);

        assertThat(city.in.resolve("big.dat")).hasBinaryContent(content);
        assertThat(city.ways.writes()).as("what was there is not written again").doesNotContain(0L);
        assertThat(city.intents()).isEqualTo(1);
    }

    @Test
    void afterACrashTheTransferGoesOnAtTheLastDurableChunk() throws Exception {
        byte[] content = source("big.dat", 4 * CHUNK);
        CountDownLatch stuck = stuckFrom(3L * CHUNK);
        city.start();
        stuck.await();
        city.crash();
        city.ways.before = (connector, work) -> null;

        city.startAfterACrash();
        city.reaches(TransferState.DONE);

        assertThat(city.in.resolve("big.dat")).hasBinaryContent(content);
        assertThat(city.delivered()).containsExactly("big.dat");
        assertThat(city.ways.writes()).doesNotContain(0L).contains(3L * CHUNK);
        assertThat(city.intents()).isEqualTo(1);
    }

    @Test
    void aPrefixThatSomebodyChangedIsNotContinued() throws Exception {
        byte[] content = source("big.dat", 4 * CHUNK);
        CountDownLatch stuck = stuckFrom(3L * CHUNK);
        city.start();
        stuck.await();
        city.crash();
        city.ways.before = (connector, work) -> null;
        Path part = city.in.resolve(city.delivered().get(0));
        Files.write(part, new byte[] {1, 2, 3}, StandardOpenOption.WRITE);

        city.startAfterACrash();
        city.reaches(TransferState.DONE);

        assertThat(city.in.resolve("big.dat")).hasBinaryContent(content);
        assertThat(city.ways.writes()).as("from the beginning").contains(0L);
        assertThat(city.delivered()).containsExactly("big.dat");
    }

    @Test
    void aFileThatWasNamedBeforeTheCrashIsNotPublishedTwice() throws Exception {
        byte[] content = source("named.dat", 100);
        CountDownLatch named = nameAndStick();
        city.start();
        named.await();
        city.crash();
        city.ways.before = (connector, work) -> null;

        city.startAfterACrash();
        city.reaches(TransferState.DONE);

        assertThat(city.in.resolve("named.dat")).hasBinaryContent(content);
        assertThat(city.delivered()).containsExactly("named.dat");
        assertThat(city.intents()).as("the intent from before the crash stands").isEqualTo(1);
        assertThat(city.ways.writes()).isEmpty();
    }

    @Test
    void aFileThatWasNamedBeforeTheCrashCountsAsReleasedEvenWhenItsGrantIsGoneSince() throws Exception {
        source("named.dat", 100);
        CountDownLatch named = nameAndStick();
        city.start();
        named.await();
        city.crash();
        city.ways.before = (connector, work) -> null;
        city.fixture.registry.running().step(by(SECURITY), ObjectKind.GRANT, "city-residents", ObjectState.Step.REVOKE);

        city.startAfterACrash();

        city.reaches(TransferState.DONE);
        assertThat(city.delivered()).containsExactly("named.dat");
    }

    @Test
    void afterARevocationNothingIsPublishedAndNothingIsLeft() throws Exception {
        source("big.dat", 3 * CHUNK);
        CountDownLatch halfWay = new CountDownLatch(1);
        CountDownLatch revoked = new CountDownLatch(1);
        city.ways.before = (connector, work) -> {
            if (work instanceof FileWork.Write write && write.offset() == CHUNK) {
                halfWay.countDown();
                try {
                    revoked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return null;
        };
        city.start();
        halfWay.await();
        city.fixture.registry.running().step(by(SECURITY), ObjectKind.GRANT, "city-residents", ObjectState.Step.REVOKE);
        revoked.countDown();

        city.reaches(TransferState.STOPPED);

        assertThat(city.delivered()).isEmpty();
        assertThat(city.intents()).isZero();
    }

    @Test
    void aRevocationBetweenTheIntentAndTheNameIsFollowedByNoName() throws Exception {
        source("late.dat", 100);
        city.ways.before = (connector, work) -> {
            if (work instanceof FileWork.Publish) {
                city.fixture
                        .registry
                        .running()
                        .step(by(SECURITY), ObjectKind.GRANT, "city-residents", ObjectState.Step.REVOKE);
            }
            return null;
        };
        city.start();

        city.reaches(TransferState.STOPPED);

        assertThat(city.delivered()).isEmpty();
        assertThat(city.intents()).isEqualTo(1);
        Awaitility.await().until(() -> city.fixture.number("SELECT count(*) FROM ledger.record WHERE kind = 2") == 1);
    }

    @Test
    void aTargetWithoutSpaceMakesTheTransferWait() throws Exception {
        byte[] content = source("big.dat", 2 * CHUNK);
        AtomicBoolean full = new AtomicBoolean(true);
        city.ways.before = (connector, work) -> full.get() && work instanceof FileWork.Write
                ? new FileWays.Failed(FileWays.Failed.Why.FAULT, FaultCode.COUNTERPART_FAILED, 0)
                : null;
        city.start();
        city.reaches(TransferState.WAITING);
        full.set(false);

        city.reaches(TransferState.DONE);

        assertThat(city.in.resolve("big.dat")).hasBinaryContent(content);
    }

    @Test
    void aSourceThatChangesWhileItIsCopiedIsNotPublished() throws Exception {
        source("moving.dat", 2 * CHUNK);
        AtomicBoolean changed = new AtomicBoolean();
        city.ways.before = (connector, work) -> {
            if (work instanceof FileWork.Write && changed.compareAndSet(false, true)) {
                try {
                    Files.setLastModifiedTime(city.out.resolve("moving.dat"), FileTime.fromMillis(1L));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return null;
        };
        city.start();

        List<Transfer> both = city.reaches(2, TransferState.DONE);

        assertThat(both.get(1).state()).isEqualTo(TransferState.STOPPED);
        assertThat(city.intents()).isEqualTo(1);
    }
}
