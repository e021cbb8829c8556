package cn.laohekou.hub.runtime.syslog;

import java.io.IOException;
import java.net.InetAddress;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.AsyncHandler;
import org.jboss.logmanager.handlers.SyslogHandler;

/**
 * The log handler for syslog: JBoss LogManager's own, which writes the format and counts the octets, in front of our
 * connection. Its own connection trusts the platform's authorities, does not compare host names, and gives up on a TLS
 * error.
 */
public final class SyslogLog {

    private static final int QUEUE = 2_048;

    /** Of one message; more of a stack trace stands in the log file. */
    private static final int MAX_BYTES = 8_192;

    private SyslogLog() {}

    /**
     * A handler that never blocks whoever logs: what the connection does not take in time is dropped.
     *
     * @param node name of this node, stated as the host
     * @param out where framed messages go
     */
    public static Handler handler(String node, LogStream out) throws IOException {
        SyslogHandler syslog = new SyslogHandler(InetAddress.getLoopbackAddress(), 0);
        syslog.setErrorManager(new ErrorManager() {
            @Override
            public synchronized void error(String message, Exception e, int code) {
                // LogStream counts what it drops.
            }
        });
        syslog.setSyslogType(SyslogHandler.SyslogType.RFC5424);
        syslog.setProtocol(SyslogHandler.Protocol.SSL_TCP);
        syslog.setUseCountingFraming(true);
        syslog.setUseMessageDelimiter(false);
        syslog.setTruncate(true);
        syslog.setMaxLength(MAX_BYTES);
        syslog.setHostname(node);
        syslog.setAppName("laohekou-hub");
        syslog.setFacility(SyslogHandler.Facility.LOCAL_USE_0);
        syslog.setFormatter(new PatternFormatter("%c %s%e"));
        syslog.setOutputStream(out);
        AsyncHandler async = new AsyncHandler(QUEUE);
        async.setOverflowAction(AsyncHandler.OverflowAction.DISCARD);
        async.addHandler(syslog);
        return async;
    }
}
