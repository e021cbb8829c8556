package cn.laohekou.hub.security.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs the head of a node's chain again and again, one signature for all batches since the last, and says when it cannot:
 * from then on nothing may be released. One thread calls {@link #turn}; the rest is safe from any.
 */
public final class HeadSigning implements ReleaseBrake {

    /**
     * How often and how long.
     *
     * @param every time between signatures while the chain grows
     * @param limit how long durable batches may stay unsigned before releasing stops
     */
    public record Settings(Duration every, Duration limit) {

        /** A signature each quarter of a second, ten seconds of patience. */
        public static final Settings DEFAULT = new Settings(Duration.ofMillis(250), Duration.ofSeconds(10));

        public Settings {
            if (every.isNegative() || every.isZero() || limit.compareTo(every) <= 0) {
                throw new IllegalArgumentException("The limit must be longer than the time between signatures");
            }
        }
    }

    private static final String REASON = "存证签名中断，暂停放行 / evidence cannot be signed, so nothing is released";

    private final Supplier<ChainHead> chain;
    private final RootSigner signer;
    private final HeadSignatures store;
    private final Settings settings;
    private final InstantSource clock;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong signatures = new AtomicLong();

    /** When everything durable was last known to be signed, on the clock of {@link System#nanoTime}. */
    private volatile long coveredAt = System.nanoTime();

    private volatile @Nullable String trouble;
    private long signedSequence;
    private @Nullable Instant stoppedFrom;

    /**
     * Signing for one chain.
     *
     * @param chain where the chain durably ends now
     * @param signer signs
     * @param store keeps the signatures
     * @param settings how often and how long
     * @param clock source of the times in statements
     */
    public HeadSigning(
            Supplier<ChainHead> chain,
            RootSigner signer,
            HeadSignatures store,
            Settings settings,
            InstantSource clock) {
        this.chain = chain;
        this.signer = signer;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Signs from now on.
     *
     * @param worker runs the turns, on one thread
     * @param gaps takes the record of a time in which nothing was released because of signing
     * @return to be cancelled at the end, after which one last {@link #turn} signs what is left
     */
    public ScheduledFuture<?> start(ScheduledExecutorService worker, Consumer<Gap> gaps) {
        coveredAt = System.nanoTime();
        long every = settings.every().toMillis();
        return worker.scheduleWithFixedDelay(() -> turn(gaps), 0, every, TimeUnit.MILLISECONDS);
    }

    /**
     * Signs the head if it is not signed yet. Never throws: what fails is tried again at the next turn.
     *
     * @param gaps takes the record of the stop that this turn ended, if it ended one
     */
    public void turn(Consumer<Gap> gaps) {
        long begin = System.nanoTime();
        if (why() != null && stoppedFrom == null) {
            stoppedFrom = clock.instant();
        }
        try {
            ChainHead head = chain.get();
            if (head.sequence() > signedSequence) {
                HeadStatement statement = new HeadStatement(head, clock.instant());
                store.save(head, signer.sign(statement.bytes()));
                signedSequence = head.sequence();
                signatures.incrementAndGet();
            }
            coveredAt = begin;
            trouble = null;
            Instant from = stoppedFrom;
            if (from != null) {
                stoppedFrom = null;
                gaps.accept(new Gap(clock.instant(), from, refused.getAndSet(0), 0, REASON));
            }
        } catch (StoreException | RuntimeException e) {
            trouble = e.getClass().getSimpleName();
        }
    }

    @Override
    public @Nullable String why() {
        return System.nanoTime() - coveredAt > settings.limit().toNanos() ? REASON : null;
    }

    @Override
    public void refused() {
        refused.incrementAndGet();
    }

    /** What the last turn failed with, as a word; null when it went well. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** How long durable batches have been without signature at most. */
    public Duration lag() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - coveredAt));
    }

    /** Signatures made since the start. */
    public long signatures() {
        return signatures.get();
    }
}
