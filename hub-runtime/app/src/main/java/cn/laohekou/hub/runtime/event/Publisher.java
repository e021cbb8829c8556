package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.conservation.Figure;
import cn.laohekou.hub.runtime.exchange.EventIntake;
import cn.laohekou.hub.runtime.exchange.Publication;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.quota.RateLimiter;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.Tally;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages: broker first, then the intent, then the sender hears of it. When the intent fails, nothing is
 * acknowledged, and what the broker holds is never delivered, because a delivery looks for the intent first.
 */
final class Publisher implements EventIntake {

    private static final Logger LOG = Logger.getLogger("hub.event");

    /** Messages between the broker and their acknowledgement at one time; more are asked to wait. */
    private static final int MOST_INSIDE = 4_096;

    private static final int KEY_BYTES = 16;

    private final Parts parts;
    private final Map<ByteBuffer, Repeated> underWay = new ConcurrentHashMap<>();

    /**
     * What it is made of.
     *
     * @param broker where messages go
     * @param turnstile stands before it
     * @param seal seals them
     * @param admitted told of intents
     * @param reservations remembers idempotency keys
     * @param keys digests
     * @param rates rates of publishers
     * @param perSecond messages per second of one publisher; 0 when unlimited
     * @param meant for whom a publication is meant; null when a queue is missing
     * @param full why no message can be taken now
     * @param metrics what is counted
     * @param zone zone whose days count
     * @param boot this run of the hub
     */
    record Parts(
            BrokerLink broker,
            Turnstile turnstile,
            BodySeal seal,
            Admitted admitted,
            Reservations reservations,
            KeyService keys,
            RateLimiter rates,
            int perSecond,
            Function<Publication, @Nullable List<Subscription>> meant,
            Backlog full,
            EventMetrics metrics,
            ZoneId zone,
            String boot) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by content where it is
    private record Repeated(byte[] body, CompletableFuture<Taken> taken) {}

    Publisher(Parts parts) {
        this.parts = parts;
    }

    @Override
    public CompletionStage<Taken> take(Publication message) {
        if (parts.turnstile().inside() >= MOST_INSIDE) {
            return refused(ErrorCode.BROKER_FULL, 1);
        }
        if (parts.full().isFull(message.resource())) {
            return refused(ErrorCode.BROKER_FULL, ErrorCode.BROKER_FULL.retryAfterSeconds());
        }
        List<Subscription> meant = parts.meant().apply(message);
        if (meant == null) {
            return refused(ErrorCode.BROKER_UNAVAILABLE, 1);
        }
        return limited(message).thenCompose(room -> {
            if (!room) {
                return refused(ErrorCode.RATE_EXCEEDED, 1);
            }
            return message.idempotencyKey() == null
                    ? publish(message, message.exchange(), 1, meant)
                    : once(message, meant);
        });
    }

    private CompletionStage<Boolean> limited(Publication message) {
        return parts.perSecond() == 0
                ? CompletableFuture.completedFuture(true)
                : parts.rates()
                        .trySpend("publish:" + message.publisher(), parts.perSecond())
                        .exceptionally(failure -> false);
    }

    /** The same key again, while the first is under way, waits for the first. */
    private CompletionStage<Taken> once(Publication message, List<Subscription> meant) {
        byte[] key = parts.keys()
                .mac(
                        "event-publication",
                        utf8(message.publisher()),
                        utf8(message.resource()),
                        utf8(String.valueOf(message.idempotencyKey())));
        byte[] body = parts.keys().mac("event-body", message.body());
        Repeated mine = new Repeated(body, new CompletableFuture<>());
        Repeated first = underWay.putIfAbsent(ByteBuffer.wrap(key), mine);
        if (first != null) {
            return Arrays.equals(first.body(), body) ? first.taken() : refused(ErrorCode.IDEMPOTENCY_CONFLICT, 0);
        }
        CompletionStage<?> unused = parts.reservations()
                .reserve(key, message.exchange(), body)
                .thenCompose(reserved -> reserved(message, meant, reserved))
                .exceptionally(failure -> unavailable(message, failure))
                .thenAccept(taken -> {
                    underWay.remove(ByteBuffer.wrap(key));
                    mine.taken().complete(taken);
                });
        return mine.taken();
    }

    private CompletionStage<Taken> reserved(
            Publication message, List<Subscription> meant, Reservations.Reserved reserved) {
        if (!reserved.sameBody()) {
            return refused(ErrorCode.IDEMPOTENCY_CONFLICT, 0);
        }
        if (reserved.onRecord()) {
            return CompletableFuture.completedFuture(new Accepted(reserved.exchange()));
        }
        return publish(message, reserved.exchange(), reserved.attempt(), meant);
    }

    private CompletionStage<Taken> publish(Publication message, UUID exchange, int attempt, List<Subscription> meant) {
        CompletableFuture<Taken> taken = new CompletableFuture<>();
        parts.turnstile().enter(() -> {
            CompletionStage<?> unused = send(message, exchange, attempt, meant).whenComplete((result, failure) -> {
                parts.turnstile().leave();
                taken.complete(
                        failure == null && result != null
                                ? result
                                : unavailable(message, failure == null ? new IllegalStateException() : failure));
            });
        });
        return taken;
    }

    private CompletionStage<Taken> send(Publication message, UUID exchange, int attempt, List<Subscription> meant) {
        if (meant.isEmpty()) {
            return message.evidence().record(exchange, List.of()).thenApply(receipt -> new Accepted(exchange));
        }
        byte[] digest = parts.keys().mac("event-key", utf8(message.resource()), utf8(message.key()));
        Message sealed = new Message(
                exchange,
                message.resource(),
                message.publisher(),
                HexFormat.of().formatHex(digest, 0, KEY_BYTES),
                0,
                message.at(),
                parts.seal().seal(exchange, message.body()));
        LocalDate day = message.at().atZone(parts.zone()).toLocalDate();
        List<Tally> tallies = meant.stream()
                .map(subscription -> new Tally(subscription.grant(), day, Figure.ACCEPTED.label()))
                .toList();
        String duplicateId = attempt == 1 ? exchange.toString() : exchange + "/" + attempt;
        parts.admitted().sending(exchange);
        return parts.broker()
                .send(sealed, meant, duplicateId, attempt, parts.boot())
                .thenCompose(sent -> message.evidence().record(exchange, tallies))
                .handle((receipt, failure) -> {
                    parts.admitted().ended(exchange, failure == null);
                    if (failure != null) {
                        throw new CompletionException(failure);
                    }
                    parts.metrics().accepted();
                    return new Accepted(exchange);
                });
    }

    private Taken unavailable(Publication message, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ActiveMQException broker) {
            if (broker.getType() == ActiveMQExceptionType.ADDRESS_FULL) {
                return new Refused(ErrorCode.BROKER_FULL, ErrorCode.BROKER_FULL.retryAfterSeconds());
            }
            LOG.warnf("message %s was not taken by the broker: %s", message, broker.getType());
            return new Refused(ErrorCode.BROKER_UNAVAILABLE, ErrorCode.BROKER_UNAVAILABLE.retryAfterSeconds());
        }
        LOG.debugf("message %s was not taken: %s", message, cause.getClass().getSimpleName());
        return new Refused(ErrorCode.EVIDENCE_UNAVAILABLE, ErrorCode.EVIDENCE_UNAVAILABLE.retryAfterSeconds());
    }

    private static CompletionStage<Taken> refused(ErrorCode code, int retryAfter) {
        return CompletableFuture.completedFuture(new Refused(code, retryAfter));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
