package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.alert.AlertStore;
import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.boot.TestBroker;
import cn.laohekou.hub.runtime.conservation.Conservation;
import cn.laohekou.hub.runtime.exchange.Deliveries;
import cn.laohekou.hub.runtime.exchange.EventIntake;
import cn.laohekou.hub.runtime.exchange.Publication;
import cn.laohekou.hub.runtime.exchange.Shipment;
import cn.laohekou.hub.runtime.quota.RateLimiter;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Receipt;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.Subjects;
import cn.laohekou.hub.security.evidence.Tally;
import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Field;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.Resource;
import cn.laohekou.hub.security.policy.SharingType;
import cn.laohekou.hub.security.policy.ValueType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The event pattern on the hub's own broker and a real database; only the way to the receivers is made up. */
@SuppressWarnings("try") // a test that is interrupted while it closes has failed anyway
final class EventFixture implements AutoCloseable {

    static final String RESOURCE = "work-orders";
    static final String HOLD = "city-orders";
    static final String SKIP = "police-orders";
    private static final String OWNER = RegistryFixture.CIVIL_AFFAIRS;

    final RegistryFixture registry;
    final Receiver receiver = new Receiver();
    final AlertStore alertStore;
    final Alerts alerts;
    final MovedClock clock = new MovedClock();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Conservation conservation;
    TestBroker broker;
    Events events;
    private final Path folder;
    private final KeyService keys = new SoftwareKeyService(MasterKey.of(new byte[MasterKey.BYTES]));
    private final EvidenceKeys evidence = new EvidenceKeys(keys);
    private final Map<String, Grant.State> states = new HashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final long timeToLive;
    private final long mostWaiting;
    volatile boolean evidenceDown;
    private volatile PolicySnapshot policy;

    EventFixture(Path folder) throws Exception {
        this(folder, 0, 1_000_000);
    }

    EventFixture(Path folder, long timeToLive, long mostWaiting) throws Exception {
        this.folder = folder;
        this.timeToLive = timeToLive;
        this.mostWaiting = mostWaiting;
        registry = new RegistryFixture(clock);
        alertStore = new AlertStore(registry.runtime, registry.registry.changes());
        alerts = new Alerts(alertStore, clock);
        conservation = new Conservation(alerts, metrics, clock);
        states.put(HOLD, Grant.State.ACTIVE);
        states.put(SKIP, Grant.State.ACTIVE);
        policy = policy();
        broker = TestBroker.start(folder.resolve("broker"));
        events = started();
    }

    /** Real time, and more when a test says so. */
    static final class MovedClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        void forward(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }
    }

    /** Takes what is delivered, as the test says. */
    static final class Receiver implements Deliveries {

        final List<Shipment> taken = Collections.synchronizedList(new ArrayList<>());
        final List<Shipment> tried = Collections.synchronizedList(new ArrayList<>());
        volatile Function<Shipment, Shipment.Result> behaviour =
                shipment -> new Shipment.Delivered(shipment.original());

        @Override
        public int places(String connector) {
            return 96;
        }

        @Override
        public CompletionStage<Shipment.Result> deliver(Shipment shipment) {
            tried.add(shipment);
            Shipment.Result result = behaviour.apply(shipment);
            if (result instanceof Shipment.Delivered) {
                taken.add(shipment);
            }
            return CompletableFuture.completedFuture(result);
        }

        /** Bodies one subscription took, in order. */
        List<String> bodies(String grant) {
            synchronized (taken) {
                return taken.stream()
                        .filter(shipment -> shipment.grant().equals(grant))
                        .map(EventFixture::text)
                        .toList();
            }
        }
    }

    static String text(Shipment shipment) {
        return new String(shipment.body(), StandardCharsets.UTF_8);
    }

    /** What a receiver that fails says. */
    static Shipment.Result failure() {
        return new Shipment.Failed("COUNTERPART_FAILED", "status 500", false);
    }

    private Events started() throws Exception {
        Events.Parts parts = new Events.Parts(
                registry.runtime,
                () -> policy,
                receiver,
                registry.ledger(),
                keys,
                new RateLimiter(new Unlimited(), System::nanoTime),
                alerts,
                conservation,
                metrics,
                new Random(4),
                clock,
                ZoneId.of("Asia/Shanghai"),
                "node-1");
        return Events.start(parts, new EventSettings(TestBroker.url(), 0, mostWaiting, 20));
    }

    private static final class Unlimited implements cn.laohekou.hub.runtime.quota.TokenSource {
        @Override
        public CompletionStage<Long> lease(String key, int perSecond, long wanted) {
            return CompletableFuture.completedFuture(wanted);
        }

        @Override
        public CompletionStage<QuotaLease> leaseQuota(String key, long limit, long used, long wanted) {
            throw new AssertionError("messages take no quota here");
        }
    }

    /** Ends the pattern and the broker without letting anything finish that waits, then starts both again. */
    void restart() throws Exception {
        events.close();
        broker.close();
        broker = TestBroker.start(folder.resolve("broker"));
        events = started();
    }

    /** Changes the state of a grant. */
    void state(String grant, Grant.State state) {
        states.put(grant, state);
        policy = policy();
        events.published();
    }

    private PolicySnapshot policy() {
        ExchangeShape shape =
                new ExchangeShape.Event(Set.of("hotline"), "code", AnswerFormat.JSON, 64 * 1024, Map.of());
        Resource resource = new Resource(
                RESOURCE,
                "工单",
                OWNER,
                "hotline-outbox",
                SharingType.UNCONDITIONAL,
                1,
                Resource.DEFAULT_MAX_ANSWER_BYTES,
                1,
                List.of(Objects.requireNonNull(shape.operation())),
                List.of(
                        new Field("code", "code", ValueType.STRING, Field.Sensitivity.NONE, null, false),
                        new Field("state", "state", ValueType.STRING, Field.Sensitivity.NONE, null, false)),
                null,
                shape);
        return PolicySnapshot.build(
                1,
                List.of(
                        new ConsumerSystem("city-operation", RegistryFixture.CITY, true),
                        new ConsumerSystem("police-desk", RegistryFixture.POLICE, true)),
                List.of(resource),
                List.of(
                        grant(HOLD, "city-operation", "city-inbox", "hold"),
                        grant(SKIP, "police-desk", "police-inbox", "skip")),
                ZoneId.of("Asia/Shanghai"));
    }

    private Grant grant(String id, String system, String connector, String onFailure) {
        Map<String, Object> delivery = new HashMap<>(Map.of("connector", connector, "onFailure", onFailure));
        if (timeToLive > 0) {
            delivery.put("timeToLiveSeconds", timeToLive);
        }
        return new Grant(
                id,
                1,
                system,
                RESOURCE,
                Set.of(ExchangeShape.Event.MESSAGES),
                Set.of("dispatch"),
                List.of("code", "state"),
                Map.of(),
                Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2099-01-01T00:00:00Z"),
                0,
                0,
                0,
                Map.of("delivery", delivery),
                List.of(),
                states.getOrDefault(id, Grant.State.ACTIVE));
    }

    /** Publishes and waits for the answer. */
    EventIntake.Taken publish(String code, String state) throws Exception {
        return publish(code, state, null);
    }

    EventIntake.Taken publish(String code, String state, @Nullable String idempotencyKey) throws Exception {
        return events.intake()
                .take(publication(code, state, idempotencyKey))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    static String body(String code, String state) {
        return "{\"code\":\"" + code + "\",\"state\":\"" + state + "\"}";
    }

    Publication publication(String code, String state, @Nullable String idempotencyKey) {
        Instant now = clock.instant();
        UUID id = new UUID(now.toEpochMilli() << 16 | 0x7000L, 0x8000000000000000L | ids.incrementAndGet());
        return new Publication(
                id,
                now,
                RESOURCE,
                "hotline",
                idempotencyKey,
                '"' + code + '"',
                AnswerFormat.JSON,
                body(code, state).getBytes(StandardCharsets.UTF_8),
                policy,
                (exchange, tallies) -> record(exchange, now, tallies));
    }

    private CompletionStage<Receipt> record(UUID exchange, Instant at, List<Tally> tallies) {
        if (evidenceDown) {
            return CompletableFuture.failedFuture(new IllegalStateException("no evidence, for the test"));
        }
        var commitment = evidence.commit(exchange, EvidenceKeys.REQUEST, new byte[0]);
        Intent intent = new Intent(
                exchange,
                at,
                Intent.Pattern.EVENT,
                new Asker("hotline", OWNER, "127.0.0.1", "bearer", null),
                new Asked(RESOURCE, 1, "messages", "publisher", null, commitment),
                new Basis("publisher", 1, 1, Basis.Quota.UNLIMITED),
                new Release("hotline-outbox", 1, ReleasedFields.of(List.of()), commitment, 0, Subjects.none(), null),
                Attributes.NONE);
        return registry.ledger().append(EvidenceEntry.of(intent).counting(tallies));
    }

    /** Waits until a number of messages of a subscription stand in a state beside the broker. */
    void awaitRows(String state, String grant, long count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> registry.number("SELECT count(*) FROM exchange.message WHERE state = '" + state
                                + "' AND subscription = '" + grant + "'")
                        == count);
    }

    /** Waits until a subscription took so many. */
    List<String> awaitTaken(String grant, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> receiver.bodies(grant).size() >= count);
        return receiver.bodies(grant);
    }

    /** Takes a balance; how a connector stands. */
    Conservation.Judged balance(String connector) throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> events.balance().toCompletableFuture().get(10, TimeUnit.SECONDS));
        return conservation.latest().stream()
                .filter(judged -> judged.connector().equals(connector))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws Exception {
        events.close();
        broker.close();
        registry.close();
    }

    /** For checked exceptions of the database. */
    long rows(String sql) throws SQLException {
        return registry.number(sql);
    }
}
