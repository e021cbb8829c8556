package cn.laohekou.hub.runtime.syslog;

import cn.laohekou.hub.runtime.evidence.AuditTrail;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes audit records and refusals on to the syslog server, each at least once and in the order of the chain. They are
 * read from the ledger, where they are durable, so an outage of the server delays them and nothing else.
 *
 * <p>Syslog has no acknowledgement. What was sent counts as arrived once the connection has stood for {@link #SETTLED}
 * after it; what was sent shortly before a connection ended is sent again. A message names batch and record, so a receiver
 * can tell a repetition.
 */
public final class AuditForwarder {

    /** Longer than a server takes to end a connection it does not want, or to die with what it had not read. */
    static final Duration SETTLED = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A send this long is stuck: the server takes nothing any more. */
    private static final Duration STUCK = Duration.ofSeconds(30);

    /** Batches read at once: few records of each are sent. */
    private static final int WINDOW = 2_000;

    private final AuditTrail trail;
    private final SyslogServer server;
    private final LongSupplier head;
    private final Clock clock;
    private final Deque<Sent> unsettled = new ArrayDeque<>();
    private volatile @Nullable SyslogConnection connection;
    private volatile @Nullable Instant sendingSince;
    private volatile long sent;
    private volatile Instant caughtUp;
    private Instant notBefore = Instant.MIN;

    private record Sent(long sequence, Instant at) {}

    /**
     * @param trail what is to be passed on
     * @param server where to
     * @param head number of the last durable batch
     * @param clock the time
     */
    public AuditForwarder(AuditTrail trail, SyslogServer server, LongSupplier head, Clock clock) {
        this.trail = trail;
        this.server = server;
        this.head = head;
        this.clock = clock;
        this.caughtUp = clock.instant();
    }

    /**
     * Sends what is new. Called by one thread at short intervals; may block for as long as the server takes nothing.
     *
     * @return whether more waits
     * @throws IOException when the server cannot be reached, is not believed or went away; the next turn goes on
     * @throws SQLException when the ledger cannot be read; the next turn goes on
     */
    public boolean turn() throws IOException, SQLException {
        Instant now = clock.instant();
        if (now.isBefore(notBefore)) {
            return false;
        }
        try {
            SyslogConnection open = open();
            settle(open, now);
            boolean more = send(open);
            settle(open, clock.instant());
            return more;
        } catch (IOException | SQLException | RuntimeException e) {
            drop();
            notBefore = now.plus(PAUSE);
            throw e;
        }
    }

    private SyslogConnection open() throws IOException, SQLException {
        SyslogConnection open = connection;
        if (open != null && !open.ended()) {
            return open;
        }
        if (open != null) {
            drop();
            throw new IOException("The syslog server ended the connection");
        }
        SyslogConnection opened = server.connect();
        connection = opened;
        unsettled.clear();
        sent = trail.position();
        return opened;
    }

    private void settle(SyslogConnection open, Instant now) throws IOException, SQLException {
        Sent settled = null;
        while (!unsettled.isEmpty() && !unsettled.getFirst().at().plus(SETTLED).isAfter(now)) {
            settled = unsettled.removeFirst();
        }
        if (settled != null) {
            if (open.ended()) {
                throw new IOException("The syslog server ended the connection");
            }
            trail.save(settled.sequence(), now);
        }
    }

    private boolean send(SyslogConnection open) throws IOException, SQLException {
        long end = head.getAsLong();
        long to = Math.min(end, sent + WINDOW);
        if (to > sent) {
            sendingSince = clock.instant();
            for (AuditTrail.Entry entry : trail.read(sent, to)) {
                for (byte[] message : AuditMessage.of(trail.node(), entry)) {
                    open.send(message);
                }
            }
            open.flush();
            sendingSince = null;
            sent = to;
            unsettled.addLast(new Sent(to, clock.instant()));
        }
        if (to == end) {
            caughtUp = clock.instant();
        }
        return to < end;
    }

    /** Whether there is a connection to a server that is believed. */
    public boolean connected() {
        return connection != null;
    }

    /** How long records have waited to be sent; zero when none waits. */
    public Duration lag() {
        return behind() == 0 ? Duration.ZERO : Duration.between(caughtUp, clock.instant());
    }

    /** Batches whose records were not sent yet over the connection there is; all since the last sure one without any. */
    public long behind() {
        return connection == null ? Math.max(1, head.getAsLong() - sent) : Math.max(0, head.getAsLong() - sent);
    }

    /** Ends a send that is stuck, so that the next turn starts over. Called by another thread than the one that sends. */
    public void watch() {
        Instant since = sendingSince;
        SyslogConnection open = connection;
        if (since != null && open != null && since.plus(STUCK).isBefore(clock.instant())) {
            open.close();
        }
    }

    /** Ends the connection. What was sent but not settled is sent again after the next start. */
    public void close() {
        drop();
    }

    private void drop() {
        SyslogConnection open = connection;
        connection = null;
        sendingSince = null;
        if (open != null) {
            open.close();
        }
    }
}
