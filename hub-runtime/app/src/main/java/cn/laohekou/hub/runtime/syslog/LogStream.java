package cn.laohekou.hub.runtime.syslog;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes framed messages of the log handler to the syslog server. Without a connection they are dropped and counted: the
 * rotated files hold them.
 */
public final class LogStream extends OutputStream {

    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final SyslogServer server;
    private final Clock clock;
    private final AtomicLong dropped = new AtomicLong();
    private @Nullable SyslogConnection connection;
    private Instant notBefore = Instant.MIN;

    /**
     * @param server where to
     * @param clock the time
     */
    public LogStream(SyslogServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** Messages dropped since the start. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] frame = new byte[length];
        System.arraycopy(bytes, offset, frame, 0, length);
        write(frame);
    }

    @Override
    public synchronized void write(byte[] frame) {
        if (clock.instant().isBefore(notBefore)) {
            dropped.incrementAndGet();
            return;
        }
        try {
            SyslogConnection open = connection;
            if (open == null || open.ended()) {
                close();
                open = server.connect();
                connection = open;
            }
            open.sendFramed(frame);
        } catch (IOException | RuntimeException e) {
            // Said nowhere: a log line about a log line that could not be sent could not be sent either.
            dropped.incrementAndGet();
            close();
            notBefore = clock.instant().plus(PAUSE);
        }
    }

    @Override
    public synchronized void close() {
        SyslogConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
