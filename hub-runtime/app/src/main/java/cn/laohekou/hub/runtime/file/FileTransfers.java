package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.file.Permissions.Granted;
import cn.laohekou.hub.runtime.problem.Text;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Finds and carries out transfers on one node. A transfer that ends in any way but its own is taken up again, here or on
 * another node, at what is durable.
 */
public final class FileTransfers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("hub.file");

    /** Each holds some chunks of 4 MiB, and one of two cores digests no faster for more. */
    private static final int AT_ONCE = 4;

    private static final long TURN_MILLIS = 250;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);

    /** So many attempts without an end are worth an alert. */
    private static final int WORTH_AN_ALERT = 5;

    static final String QUARANTINED = "FILE_QUARANTINED";
    static final String WAITING = "FILE_WAITING";

    private final Parts parts;
    private final Alerts alerts;
    private final String node;
    private final Duration between;
    private final Map<String, FolderPoll> polls = new HashMap<>();
    private final Map<String, Instant> nextPoll = new HashMap<>();
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService turns;
    private final ScheduledExecutorService looks;
    private final ExecutorService workers;

    /**
     * @param parts what transfers work with
     * @param alerts who is told
     * @param node name of this node
     * @param between time between two looks into a folder whose grant states no schedule
     */
    public FileTransfers(Parts parts, Alerts alerts, String node, Duration between) {
        this.parts = parts;
        this.alerts = alerts;
        this.node = node;
        this.between = between;
        this.turns = Executors.newSingleThreadScheduledExecutor(named("hub-file-turn"));
        this.looks = Executors.newSingleThreadScheduledExecutor(named("hub-file-look"));
        this.workers = Executors.newCachedThreadPool(named("hub-file-transfer"));
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Begins. */
    public void start() {
        Future<?> unusedTurns = turns.scheduleWithFixedDelay(this::turn, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
        Future<?> unusedLooks = looks.scheduleWithFixedDelay(this::look, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Stops; what runs is interrupted and taken up again later. */
    @Override
    public void close() {
        looks.shutdownNow();
        turns.shutdownNow();
        workers.shutdownNow();
    }

    private void look() {
        Instant now = parts.clock().instant();
        List<Granted> granted = Permissions.all(parts.policy().current().policy(), now);
        polls.keySet().retainAll(granted.stream().map(FileTransfers::grant).toList());
        nextPoll.keySet().retainAll(polls.keySet());
        for (Granted one : granted) {
            if (!nextPoll.getOrDefault(grant(one), now).isAfter(now)) {
                nextPoll.put(grant(one), now.plus(interval(one)));
                look(one);
            }
        }
    }

    private static String grant(Granted granted) {
        return granted.grant().grant().id();
    }

    private Duration interval(Granted granted) {
        String schedule = granted.delivery().schedule();
        return schedule == null ? between : Duration.parse(schedule);
    }

    private void look(Granted granted) {
        try {
            polls.computeIfAbsent(grant(granted), id -> new FolderPoll(parts)).look(granted);
        } catch (TransferEnd e) {
            LOG.debugf("the folder of %s was not read: %s", grant(granted), e.getMessage());
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(
                    "the folder of %s was not read: %s",
                    grant(granted), e.getClass().getName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            while (running.size() < AT_ONCE) {
                Optional<Transfer> next =
                        parts.store().claim(node, parts.clock().instant(), running);
                if (next.isEmpty()) {
                    return;
                }
                running.add(next.get().id());
                workers.execute(() -> carryOut(next.get()));
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("no transfer could be taken: %s", e.getClass().getName());
        }
    }

    private void carryOut(Transfer transfer) {
        try {
            settle(transfer);
        } catch (TransferEnd lost) {
            LOG.infof("transfer %s: %s", transfer.id(), lost.getMessage());
        } catch (SQLException e) {
            LOG.warnf("transfer %s is taken up again: SQLSTATE %s", transfer.id(), e.getSQLState());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf("transfer %s failed with %s", transfer.id(), e.getClass().getName());
            LOG.debug("transfer failed", e);
            later(transfer);
        } finally {
            running.remove(transfer.id());
        }
    }

    private void settle(Transfer transfer) throws TransferEnd, SQLException, InterruptedException {
        TransferRun run = null;
        try {
            Mandate mandate = new Mandate(parts, transfer);
            run = new TransferRun(parts, transfer, mandate);
            run.run();
            alerts.clear(WAITING, transfer.id().toString());
        } catch (TransferEnd end) {
            end(run == null ? new TransferRun(parts, transfer, null) : run, end);
        }
    }

    private void end(TransferRun run, TransferEnd end) throws TransferEnd, SQLException, InterruptedException {
        Transfer transfer = run.transfer();
        Instant now = parts.clock().instant();
        TransferState state = end.state();
        if (state == null) {
            throw end;
        }
        if (transfer.state() == TransferState.PUBLISHING && state.isFinal() && wasPublished(run)) {
            return;
        }
        if (state == TransferState.WAITING) {
            Duration retry = end.retry().isZero() ? backOff(transfer.attempts()) : end.retry();
            parts.store().waits(transfer, end.reason(), now.plus(retry));
            if (transfer.attempts() >= WORTH_AN_ALERT) {
                alert(transfer, WAITING, "传输一再等待：", "A transfer keeps waiting: ", end);
            }
            return;
        }
        if (state == TransferState.QUARANTINED) {
            run.setAside();
            alert(transfer, QUARANTINED, "文件已隔离：", "A file was set aside: ", end);
        }
        run.cleanUp();
        run.notReleased();
        parts.store().ends(transfer, state, end.reason(), now);
        alerts.clear(WAITING, transfer.id().toString());
    }

    /** Before anybody says that nothing was released, the target is asked; true when nothing is left to be said. */
    private boolean wasPublished(TransferRun run) throws TransferEnd, SQLException, InterruptedException {
        Transfer transfer = run.transfer();
        try {
            boolean published = run.wasPublished();
            if (published) {
                run.done();
            }
            return published;
        } catch (TransferEnd unknown) {
            if (unknown.state() == null) {
                throw unknown;
            }
            parts.store()
                    .waits(transfer, unknown.reason(), parts.clock().instant().plus(backOff(transfer.attempts())));
            return true;
        }
    }

    private void alert(Transfer transfer, String kind, String zh, String en, TransferEnd end) {
        alerts.raise(
                transfer.provider(),
                kind,
                transfer.id().toString(),
                zh + transfer.resource() + "，" + end.reason().zh(),
                en + transfer.resource() + ". " + end.reason().en(),
                null);
    }

    private void later(Transfer transfer) {
        try {
            parts.store()
                    .waits(
                            transfer,
                            new Text("枢纽内部错误，稍后重试。", "An error of the hub; tried again later."),
                            parts.clock().instant().plus(backOff(transfer.attempts())));
        } catch (SQLException | TransferEnd e) {
            LOG.debugf("transfer %s is taken up when its lease has run out", transfer.id());
        }
    }

    private static Duration backOff(int attempts) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
        return doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
    }
}
