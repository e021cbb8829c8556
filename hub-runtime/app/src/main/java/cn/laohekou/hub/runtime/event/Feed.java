package cn.laohekou.hub.runtime.event;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jboss.logging.Logger;

/** One subscription's queue being read: can be stopped and started, and acknowledges message by message. Thread-safe. */
final class Feed implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("hub.event");

    /** Stopping and starting asks the broker: not on the thread that decides it. */
    private static final ExecutorService SWITCH =
            Executors.newSingleThreadExecutor(task -> BrokerLink.daemon(task, "hub-event-feeds"));

    private final ClientSession session;
    private boolean wanted = true;
    private boolean running = true;

    /**
     * A message as the broker offers it.
     *
     * @param message the message
     * @param boot run of the hub that sent it
     * @param again whether it may have been offered or sent before
     * @param feed where it came from
     * @param handle acknowledges it
     */
    record Offered(Message message, String boot, boolean again, Feed feed, ClientMessage handle) {}

    private Feed(ClientSession session) {
        this.session = session;
    }

    static Feed open(ClientSession session, String queue, Consumer<Offered> taker) throws ActiveMQException {
        Feed feed = new Feed(session);
        session.createConsumer(queue).setMessageHandler(in -> {
            boolean again = in.getDeliveryCount() > 1 || in.getIntProperty("attempt") > 1;
            taker.accept(new Offered(
                    BrokerLink.Wire.read(in), String.valueOf(in.getStringProperty("boot")), again, feed, in));
        });
        session.start();
        return feed;
    }

    /** Stops or starts, soon. */
    void want(boolean runs) {
        synchronized (this) {
            if (wanted == runs) {
                return;
            }
            wanted = runs;
        }
        try {
            SWITCH.execute(this::turn);
        } catch (RejectedExecutionException closing) {
            LOG.debug("the hub stops");
        }
    }

    private void turn() {
        boolean runs;
        synchronized (this) {
            runs = wanted;
            if (running == runs) {
                return;
            }
            running = runs;
        }
        try {
            if (runs) {
                session.start();
            } else {
                session.stop();
            }
        } catch (ActiveMQException e) {
            LOG.debugf("a feed could not be switched: %s", e.getType());
        }
    }

    /** Acknowledges messages of this feed; returns when the broker has that on disk. */
    void acknowledge(List<ClientMessage> messages) throws ActiveMQException {
        synchronized (session) {
            for (ClientMessage message : messages) {
                message.individualAcknowledge();
            }
            session.commit();
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (ActiveMQException e) {
            LOG.debugf("a feed could not be closed: %s", e.getType());
        }
    }
}
