package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FileWork;
import cn.laohekou.hub.runtime.evidence.QuotaCounts;
import cn.laohekou.hub.runtime.file.Permissions.Granted;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.evidence.StaleEpoch;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Grant;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives a complete file its name: the intent durable first, the policy asked last. Bytes under the temporary name are not
 * released: no reader takes them, and they are removed when the name is not given.
 */
final class Publisher {

    private static final int TRIES = 3;

    private final Parts parts;
    private final Pieces pieces;
    private final Mandate mandate;

    Publisher(Parts parts, Pieces pieces, Mandate mandate) {
        this.parts = parts;
        this.pieces = pieces;
        this.mandate = mandate;
    }

    void publish(Transfer complete, Passed passed, UUID first) throws TransferEnd, SQLException, InterruptedException {
        UUID exchange = first;
        for (int tries = 1; ; tries++) {
            mandate.confirm();
            Transfer.Released released =
                    new Transfer.Released(passed.released(), passed.bytes(), passed.records(), exchange);
            parts.store()
                    .publishing(complete, released, passed.bad(), parts.clock().instant());
            if (intended(complete, passed, exchange) && named(complete, released)) {
                complete(complete, released);
                return;
            }
            if (tries == TRIES) {
                throw TransferEnd.waits(
                        "策略正在变化，稍后再判。", "The policy keeps changing; decided again later.", Duration.ofSeconds(1));
            }
            mandate.renew();
        }
    }

    /** Makes the intent durable; false when the policy changed meanwhile. */
    private boolean intended(Transfer complete, Passed passed, UUID exchange)
            throws TransferEnd, SQLException, InterruptedException {
        Granted granted = mandate.granted();
        int revision = parts.ways()
                .revision(granted.source())
                .orElseThrow(() -> TransferEnd.of(new FileWays.Failed(FileWays.Failed.Why.NOT_RUNNING, null, 0)));
        try {
            // Counted and recorded by one thread at a time, so that two files of this node never share the last place.
            synchronized (parts.quotas()) {
                Intent intent = Releases.intent(
                        parts.keys(),
                        granted,
                        complete,
                        passed,
                        exchange,
                        revision,
                        quota(granted),
                        parts.clock().instant());
                parts.ledger().append(EvidenceEntry.of(intent)).get();
            }
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StaleEpoch) {
                return false;
            }
            throw TransferEnd.waits(
                    "存证暂不可用，恢复后发布。",
                    "Evidence cannot be made durable now; published when it can.",
                    Duration.ofSeconds(2));
        }
    }

    /** Gives the name; false when the last question was answered with no. */
    private boolean named(Transfer complete, Transfer.Released released)
            throws TransferEnd, SQLException, InterruptedException {
        if (!active()) {
            throw TransferEnd.of(new FileWays.Failed(FileWays.Failed.Why.NOT_RUNNING, null, 0));
        }
        long epoch = mandate.granted().policy().epoch();
        AtomicReference<@Nullable CompletableFuture<Void>> begun = new AtomicReference<>();
        AtomicBoolean everBegun = new AtomicBoolean();
        FileWork publish = new FileWork.Publish(
                complete.temporary(), complete.target().path(complete.target().name()), () -> {
                    parts.publications()
                            .ended(begun.getAndSet(parts.publications().begin(epoch)));
                    everBegun.compareAndSet(false, begun.get() != null);
                    return begun.get() != null;
                });
        try {
            pieces.run(complete.target().connector(), publish);
            return true;
        } catch (TransferEnd failed) {
            // Once a rename had begun, only the target can tell what became of it.
            if (!everBegun.get() && !parts.lease().allows(epoch)) {
                notReleased(parts, complete, released);
                return false;
            }
            throw failed;
        } finally {
            parts.publications().ended(begun.get());
        }
    }

    /** A paused connector takes part in nothing, also when its route has not stopped yet. */
    private boolean active() {
        Granted granted = mandate.granted();
        return parts.policy().current().isActive(granted.source())
                && parts.policy().current().isActive(granted.delivery().connector());
    }

    /** Whether the name was given before the node was killed or the answer was lost. */
    static boolean wasPublished(Parts parts, Pieces pieces, Transfer transfer)
            throws TransferEnd, SQLException, InterruptedException {
        Transfer.Released released = transfer.released();
        if (released == null || !parts.store().intended(released.exchange())) {
            return false;
        }
        String target = transfer.target().connector();
        String path = transfer.target().path(transfer.target().name());
        FileEntries.Entry present = pieces.lookup(target, path);
        if (pieces.lookup(target, transfer.temporary()) != null
                || present == null
                || present.size() != released.bytes()) {
            return false;
        }
        Buffers buffers = new Buffers();
        Digest digest = new Digest();
        ChunkReader in = new ChunkReader(pieces, target, path, buffers, 0, present.size());
        for (ChunkReader.Chunk chunk = in.next(); chunk != null; chunk = in.next()) {
            digest.update(chunk.bytes(), 0, chunk.length());
            buffers.giveBack(chunk.bytes());
        }
        return MessageDigest.isEqual(digest.soFar(), released.digest());
    }

    /** What is left once the file has its name. */
    void complete(Transfer published, Transfer.Released released)
            throws TransferEnd, SQLException, InterruptedException {
        ExchangeShape.File.Control convention = mandate.granted().shape().control();
        if (convention != null) {
            byte[] content = ControlFile.write(convention, released.bytes(), released.digest(), released.records());
            String draft = published.target().path(".hub-" + published.id() + ".control");
            String name = ControlFile.nameOf(convention, published.target().name());
            pieces.run(published.target().connector(), new FileWork.Remove(draft));
            pieces.run(published.target().connector(), new FileWork.Write(draft, 0, content, content.length));
            pieces.run(
                    published.target().connector(),
                    new FileWork.Publish(draft, published.target().path(name), () -> true));
        }
        done(parts, published, released);
    }

    /** Puts on record that the file has its name. */
    static void done(Parts parts, Transfer published, Transfer.Released released) throws TransferEnd, SQLException {
        parts.store().ends(published, TransferState.DONE, null, parts.clock().instant());
        outcome(parts, published, released, Outcome.Result.COMPLETE, released.bytes());
    }

    /** Says of an intent on record that nothing was released under it. */
    static void notReleased(Parts parts, Transfer transfer, Transfer.Released released) throws SQLException {
        if (parts.store().intended(released.exchange())) {
            outcome(parts, transfer, released, Outcome.Result.NOT_RELEASED, 0);
        }
    }

    private static void outcome(
            Parts parts, Transfer transfer, Transfer.Released released, Outcome.Result result, long bytes) {
        Instant now = parts.clock().instant();
        Instant began = transfer.started() == null ? now : transfer.started();
        parts.ledger()
                .appendLater(EvidenceEntry.of(
                        new Outcome(released.exchange(), now, result, bytes, ChronoUnit.MICROS.between(began, now))));
    }

    private Basis.Quota quota(Granted granted) throws TransferEnd, SQLException {
        Grant grant = granted.grant().grant();
        if (grant.perDay() == 0 && grant.perMonth() == 0) {
            return Basis.Quota.UNLIMITED;
        }
        ZonedDateTime day =
                parts.clock().instant().atZone(granted.policy().zone()).truncatedTo(ChronoUnit.DAYS);
        QuotaCounts.Used used = parts.quotas()
                .countsSince(
                        List.of(grant.id()),
                        day.toInstant(),
                        day.withDayOfMonth(1).toInstant())
                .getOrDefault(grant.id(), new QuotaCounts.Used(0, 0));
        boolean dayFull = grant.perDay() != 0 && used.day() >= grant.perDay();
        boolean monthFull = grant.perMonth() != 0 && used.month() >= grant.perMonth();
        if (dayFull || monthFull) {
            throw TransferEnd.waits(
                    "今日或本月的份数已用完。", "The files of this day or month are used up.", Duration.ofMinutes(10));
        }
        return new Basis.Quota(used.day() + 1, grant.perDay(), used.month() + 1, grant.perMonth());
    }
}
