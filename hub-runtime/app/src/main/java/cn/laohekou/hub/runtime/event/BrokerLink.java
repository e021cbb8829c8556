package cn.laohekou.hub.runtime.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.jspecify.annotations.Nullable;

/**
 * The hub's connection to Artemis, embedded or not: one address per resource, one durable queue per subscription, which
 * the broker fills only with what is meant for it. Sends complete when the broker has the message on disk; many are under
 * way at a time, and those of one key keep their order. Thread-safe.
 */
final class BrokerLink implements AutoCloseable {

    /** Broker's answer to management calls, in milliseconds. */
    private static final long CALL_MILLIS = 10_000;

    /** Bytes of messages the client buffers ahead for a subscription, and of unconfirmed sends for a session. */
    private static final int WINDOW = 1024 * 1024;

    /** The largest message of a resource and its seal stay one journal record. */
    static final int LARGE = 2 * 1024 * 1024;

    private final ServerLocator locator;
    private final ClientSessionFactory factory;
    private final ClientSession management;
    private final List<Lane> lanes = new ArrayList<>();

    /** Messages of one key always take the same lane. */
    private record Lane(ClientSession session, ClientProducer producer, ExecutorService thread) {}

    private BrokerLink(ServerLocator locator, ClientSessionFactory factory, int senders) throws ActiveMQException {
        this.locator = locator;
        this.factory = factory;
        this.management = factory.createSession(true, true);
        for (int i = 0; i < senders; i++) {
            ClientSession session = factory.createSession(true, true);
            int number = i;
            lanes.add(new Lane(
                    session,
                    session.createProducer(),
                    Executors.newSingleThreadExecutor(task -> daemon(task, "hub-event-send-" + number))));
        }
    }

    /**
     * Connects.
     *
     * @param url broker, as Artemis writes it
     * @param senders sessions that send at the same time
     * @throws Exception when it cannot; Artemis declares nothing narrower
     */
    static BrokerLink open(String url, int senders) throws Exception {
        ServerLocator locator = ActiveMQClient.createServerLocator(url)
                .setBlockOnDurableSend(false)
                .setConfirmationWindowSize(WINDOW)
                // The hub bounds what it sends itself, and must not be stopped in the middle of it.
                .setProducerWindowSize(-1)
                .setConsumerWindowSize(WINDOW)
                .setBlockOnAcknowledge(false)
                .setMinLargeMessageSize(LARGE)
                .setReconnectAttempts(-1)
                .setCallTimeout(CALL_MILLIS);
        try {
            return new BrokerLink(locator, locator.createSessionFactory(), senders);
        } catch (Exception e) {
            locator.close();
            throw e;
        }
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Sends a message to all subscriptions it is meant for.
     *
     * @param duplicateId the same id is stored once, however often it is sent
     * @param publishAttempt number of this attempt to publish, from 1
     * @param boot run of the hub that sends it
     * @return completes when the broker has it on disk; exceptionally when that cannot be said
     */
    CompletionStage<Void> send(
            Message message, Collection<Subscription> meant, String duplicateId, int publishAttempt, String boot) {
        Lane lane = lanes.get(Math.floorMod(message.key().hashCode(), lanes.size()));
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            lane.thread().execute(() -> {
                try {
                    ClientMessage out = Wire.write(lane.session().createMessage(true), message, publishAttempt, boot);
                    out.putBytesProperty(
                            org.apache.activemq.artemis.api.core.Message.HDR_DUPLICATE_DETECTION_ID,
                            duplicateId.getBytes(StandardCharsets.US_ASCII));
                    meant.forEach(subscription -> out.putBooleanProperty(subscription.property(), true));
                    lane.producer()
                            .send(SimpleString.of(Subscription.address(message.resource())), out, new Told(sent));
                } catch (ActiveMQException | RuntimeException e) {
                    sent.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException closing) {
            sent.completeExceptionally(closing);
        }
        return sent;
    }

    private record Told(CompletableFuture<Void> sent) implements SendAcknowledgementHandler {

        @Override
        public void sendAcknowledged(org.apache.activemq.artemis.api.core.Message message) {
            sent.complete(null);
        }

        @Override
        public void sendFailed(org.apache.activemq.artemis.api.core.Message message, Exception failure) {
            sent.completeExceptionally(failure);
        }
    }

    /** Makes sure that a subscription's queue is there. */
    void ensure(Subscription subscription) throws ActiveMQException {
        synchronized (management) {
            if (!management.queueQuery(SimpleString.of(subscription.queue())).isExists()) {
                management.createSharedQueue(QueueConfiguration.of(subscription.queue())
                        .setAddress(Subscription.address(subscription.resource()))
                        .setRoutingType(RoutingType.MULTICAST)
                        .setFilterString(subscription.property() + " = TRUE")
                        .setAutoCreateAddress(true)
                        .setAutoDelete(false)
                        .setExclusive(true)
                        .setDurable(true));
            }
        }
    }

    /** Messages in a queue, those handed to its consumer and not yet acknowledged among them; -1 when there is none. */
    long depth(Subscription subscription) throws ActiveMQException {
        synchronized (management) {
            ClientSession.QueueQuery found = management.queueQuery(SimpleString.of(subscription.queue()));
            return found.isExists() ? found.getMessageCount() : -1;
        }
    }

    /** Removes a queue nobody reads any more. */
    void delete(Subscription subscription) throws ActiveMQException {
        synchronized (management) {
            management.deleteQueue(subscription.queue());
        }
    }

    /**
     * Reads a subscription's queue.
     *
     * @param taker told each message in order, on a thread of the broker's client; must not block
     */
    Feed read(Subscription subscription, Consumer<Feed.Offered> taker) throws ActiveMQException {
        return Feed.open(factory.createSession(true, false), subscription.queue(), taker);
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.thread().shutdownNow());
        factory.close();
        locator.close();
    }

    /** How a message is written into the broker's, and read back. */
    static final class Wire {

        private Wire() {}

        static ClientMessage write(ClientMessage out, Message message, int publishAttempt, String boot) {
            out.putStringProperty("x", message.original().toString());
            out.putStringProperty("resource", message.resource());
            out.putStringProperty("publisher", message.publisher());
            out.putStringProperty("key", message.key());
            out.putLongProperty("at", message.acceptedAt().toEpochMilli());
            out.putIntProperty("attempt", publishAttempt);
            out.putStringProperty("boot", boot);
            out.getBodyBuffer().writeBytes(message.sealed());
            return out;
        }

        static Message read(ClientMessage in) {
            byte[] sealed = new byte[in.getBodyBuffer().readableBytes()];
            in.getBodyBuffer().readBytes(sealed);
            return new Message(
                    UUID.fromString(in.getStringProperty("x")),
                    text(in.getStringProperty("resource")),
                    text(in.getStringProperty("publisher")),
                    text(in.getStringProperty("key")),
                    in.getMessageID(),
                    Instant.ofEpochMilli(in.getLongProperty("at")),
                    sealed);
        }

        private static String text(@Nullable String property) {
            return property == null ? "" : property;
        }
    }
}
