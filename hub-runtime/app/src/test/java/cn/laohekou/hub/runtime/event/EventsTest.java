package cn.laohekou.hub.runtime.event;

import static cn.laohekou.hub.runtime.event.EventFixture.HOLD;
import static cn.laohekou.hub.runtime.event.EventFixture.SKIP;
import static cn.laohekou.hub.runtime.event.EventFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.conservation.Conservation;
import cn.laohekou.hub.runtime.conservation.Figure;
import cn.laohekou.hub.runtime.exchange.EventIntake;
import cn.laohekou.hub.runtime.exchange.Shipment;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.policy.Grant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of the event pattern on a real broker and a real database. */
class EventsTest {

    @TempDir
    Path folder;

    private EventFixture hub;

    @BeforeEach
    void start() throws Exception {
        hub = new EventFixture(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private static UUID accepted(EventIntake.Taken taken) {
        assertThat(taken).isInstanceOf(EventIntake.Accepted.class);
        return ((EventIntake.Accepted) taken).exchange();
    }

    @Test
    void everySubscriberGetsEveryMessageOnceInOrderOfItsKey() throws Exception {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            accepted(hub.publish("a", "s" + i));
            sent.add(body("a", "s" + i));
        }

        assertThat(hub.awaitTaken(HOLD, 20)).isEqualTo(sent);
        assertThat(hub.awaitTaken(SKIP, 20)).isEqualTo(sent);
    }

    @Test
    void theSameKeyAgainIsTheSameExchangeAndNoSecondMessage() throws Exception {
        UUID first = accepted(hub.publish("a", "new", "order-1"));
        UUID again = accepted(hub.publish("a", "new", "order-1"));
        EventIntake.Taken other = hub.publish("a", "changed", "order-1");
        hub.restart();
        UUID afterRestart = accepted(hub.publish("a", "new", "order-1"));
        accepted(hub.publish("a", "last"));

        assertThat(again).isEqualTo(first);
        assertThat(afterRestart).isEqualTo(first);
        assertThat(other).isEqualTo(new EventIntake.Refused(ErrorCode.IDEMPOTENCY_CONFLICT, 0));
        assertThat(hub.awaitTaken(HOLD, 2)).containsExactly(body("a", "new"), body("a", "last"));
    }

    @Test
    void aMessageWhoseIntentFailedIsNeitherAcknowledgedNorDelivered() throws Exception {
        hub.evidenceDown = true;
        EventIntake.Taken refused = hub.publish("a", "lost", "order-1");
        hub.evidenceDown = false;
        accepted(hub.publish("b", "other"));

        assertThat(refused).isEqualTo(new EventIntake.Refused(ErrorCode.EVIDENCE_UNAVAILABLE, 5));
        assertThat(hub.awaitTaken(HOLD, 1)).containsExactly(body("b", "other"));

        accepted(hub.publish("a", "lost", "order-1"));
        assertThat(hub.awaitTaken(HOLD, 2)).contains(body("a", "lost"));
        hub.clock.forward(Arrivals.GRACE.plusSeconds(1));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> hub.balance("city-inbox").inFlight() == 0);
        assertThat(hub.receiver.bodies(HOLD)).hasSize(2);
    }

    @Test
    void whileOneMessageFailsItsKeyWaitsInOrderAndAllOthersMoveOn() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        hub.receiver.behaviour = shipment -> EventFixture.text(shipment).equals(body("k7", "3"))
                        && shipment.grant().equals(HOLD)
                        && failures.incrementAndGet() <= 3
                ? EventFixture.failure()
                : new Shipment.Delivered(shipment.original());
        for (int i = 1; i <= 10; i++) {
            for (int key = 0; key < 100; key++) {
                hub.events.intake().take(hub.publication("k" + key, Integer.toString(i), null));
            }
        }

        List<String> taken = hub.awaitTaken(HOLD, 1000);
        for (int key = 0; key < 100; key++) {
            String code = "\"k" + key + "\"";
            assertThat(taken.stream().filter(text -> text.contains(code)).toList())
                    .as("order of key " + key)
                    .isEqualTo(numbered("k" + key));
        }
        int third = taken.indexOf(body("k7", "3"));
        assertThat(taken.subList(third + 1, taken.size()))
                .as("what came after the failed one is mostly of its own key")
                .hasSizeLessThan(200);
        assertThat(hub.receiver.taken).noneMatch(shipment -> shipment.grant().equals(HOLD) && shipment.disordered());
    }

    private static List<String> numbered(String key) {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            all.add(body(key, Integer.toString(i)));
        }
        return all;
    }

    @Test
    void withSkipLaterOnesGoOnAndTheOneLeftBehindIsMarkedOutOfOrder() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        hub.receiver.behaviour = shipment -> EventFixture.text(shipment).equals(body("a", "1"))
                        && shipment.grant().equals(SKIP)
                        && failures.incrementAndGet() <= 2
                ? EventFixture.failure()
                : new Shipment.Delivered(shipment.original());
        accepted(hub.publish("a", "1"));
        hub.awaitRows("retrying", SKIP, 1);
        accepted(hub.publish("a", "2"));

        assertThat(hub.awaitTaken(SKIP, 2)).containsExactly(body("a", "2"), body("a", "1"));
        assertThat(hub.receiver.taken.stream()
                        .filter(shipment -> shipment.grant().equals(SKIP))
                        .map(Shipment::disordered))
                .containsExactly(false, true);
    }

    @Test
    void whatWaitsBehindAFailedOneStillDoesAfterARestart() throws Exception {
        hub.receiver.behaviour = shipment -> EventFixture.failure();
        accepted(hub.publish("a", "1"));
        hub.awaitRows("retrying", HOLD, 1);
        accepted(hub.publish("a", "2"));
        hub.awaitRows("waiting", HOLD, 1);
        hub.restart();
        accepted(hub.publish("a", "3"));
        hub.awaitRows("waiting", HOLD, 2);
        hub.receiver.behaviour = shipment -> new Shipment.Delivered(shipment.original());

        assertThat(hub.awaitTaken(HOLD, 3)).containsExactly(body("a", "1"), body("a", "2"), body("a", "3"));
    }

    @Test
    void aPoisonousMessageIsADeadLetterAfterBoundedAttemptsAndItsKeyGoesOn() throws Exception {
        hub.receiver.behaviour = shipment -> EventFixture.text(shipment).contains("poison")
                ? new Shipment.Failed("COUNTERPART_REFUSED", "status 422", true)
                : new Shipment.Delivered(shipment.original());
        UUID poison = accepted(hub.publish("a", "poison"));
        accepted(hub.publish("a", "good"));

        assertThat(hub.awaitTaken(HOLD, 1)).containsExactly(body("a", "good"));
        hub.awaitRows("dead", HOLD, 1);
        assertThat(hub.receiver.tried.stream()
                        .filter(shipment -> shipment.grant().equals(HOLD)
                                && shipment.original().equals(poison)))
                .hasSize(Backoff.STANDARD.limitOfItself());
        assertThat(hub.rows("SELECT count(*) FROM exchange.message WHERE cause = 'COUNTERPART_REFUSED'"
                        + " AND state = 'dead' AND attempts = 5"))
                .isEqualTo(2);
    }

    @Test
    void aReplayGoesToACorrectedTargetAndNamesWhoAndWhy() throws Exception {
        hub.receiver.behaviour = shipment -> new Shipment.Failed("COUNTERPART_REFUSED", "status 422", true);
        UUID original = accepted(hub.publish("a", "1"));
        hub.awaitRows("dead", HOLD, 1);
        hub.receiver.behaviour = shipment -> new Shipment.Delivered(shipment.original());
        hub.registry.withCity();
        hub.registry.approved(
                RegistryFixture.CITY_OPERATOR,
                cn.laohekou.hub.runtime.registry.ObjectKind.CONNECTOR,
                "city-new-inbox",
                RegistryFixture.CONNECTOR);
        DeadLetters letters = new DeadLetters(
                hub.registry.runtime, hub.registry.registry.changes(), java.time.ZoneId.of("Asia/Shanghai"), "node-1");
        DeadLetters.Filter filter = new DeadLetters.Filter("dead", HOLD, null, null, null);

        assertThat(letters.replay(RegistryFixture.by(RegistryFixture.CIVIL), List.of(), filter, null, "x")
                        .path("count")
                        .asInt())
                .as("another department replays nothing of it")
                .isZero();
        RegistryFixture.refused(
                () -> letters.replay(
                        RegistryFixture.by(RegistryFixture.CITY_OPERATOR), List.of(), filter, "no-such-inbox", "x"),
                ErrorCode.CONNECTOR_NOT_YOURS);
        assertThat(letters.list(RegistryFixture.OFFICER, filter, "", 10).items())
                .as("another department sees nothing of it")
                .isEmpty();
        assertThat(letters.replay(
                                RegistryFixture.by(RegistryFixture.CITY_OPERATOR),
                                List.of(),
                                filter,
                                "city-new-inbox",
                                "地址填错")
                        .path("count")
                        .asInt())
                .isEqualTo(1);

        hub.awaitTaken(HOLD, 1);
        Shipment replayed = hub.receiver.taken.get(0);
        assertThat(replayed.original()).isEqualTo(original);
        assertThat(replayed.connector()).isEqualTo("city-new-inbox");
        assertThat(replayed.disordered()).isTrue();
        assertThat(replayed.notes()).isEqualTo(Map.of("replayedBy", "cheng", "replayReason", "地址填错"));
        assertThat(hub.balance("city-inbox").imbalance()).isZero();
    }

    @Test
    void messagesOfARevokedGrantGoToQuarantineAndNewOnesAreNotMeantForIt() throws Exception {
        hub.receiver.behaviour = shipment -> new Shipment.Later("CONNECTOR_NOT_RUNNING", 100);
        accepted(hub.publish("a", "before"));
        hub.receiver.behaviour = shipment -> shipment.grant().equals(HOLD)
                ? new Shipment.Withdrawn("GRANT_REVOKED")
                : new Shipment.Delivered(shipment.original());
        hub.state(HOLD, Grant.State.REVOKED);
        accepted(hub.publish("a", "after"));

        hub.awaitRows("quarantined", HOLD, 1);
        assertThat(hub.awaitTaken(SKIP, 2)).hasSize(2);
        assertThat(hub.receiver.bodies(HOLD)).isEmpty();
        Conservation.Judged judged = hub.balance("city-inbox");
        assertThat(judged.count(Figure.ACCEPTED)).isEqualTo(1);
        assertThat(judged.count(Figure.QUARANTINED)).isEqualTo(1);
        assertThat(judged.imbalance()).isZero();
    }

    @Test
    void aPauseLosesNothing() throws Exception {
        hub.registry
                .runtime
                .getConnection()
                .createStatement()
                .execute("INSERT INTO exchange.pause VALUES ('" + HOLD + "', 'test', 'cheng', now())");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> hub.events.standings().toCompletableFuture().join().stream()
                        .anyMatch(standing -> standing.state().equals("paused")));
        for (int i = 0; i < 5; i++) {
            accepted(hub.publish("a", Integer.toString(i)));
        }
        hub.awaitTaken(SKIP, 5);
        assertThat(hub.receiver.bodies(HOLD)).isEmpty();
        assertThat(hub.balance("city-inbox").inFlight()).isEqualTo(5);

        hub.registry.runtime.getConnection().createStatement().execute("DELETE FROM exchange.pause");
        assertThat(hub.awaitTaken(HOLD, 5)).hasSize(5);
    }

    @Test
    void theBalanceHoldsAndAMessageRemovedBehindTheHubsBackIsAnAlertAfterAMinute() throws Exception {
        hub.receiver.behaviour = shipment -> shipment.grant().equals(HOLD)
                ? new Shipment.Later("CONNECTOR_NOT_RUNNING", 600_000)
                : new Shipment.Delivered(shipment.original());
        for (int i = 0; i < 5; i++) {
            accepted(hub.publish("k" + i, "x"));
        }
        hub.awaitTaken(SKIP, 5);
        assertThat(hub.balance("city-inbox").imbalance()).isZero();
        assertThat(hub.balance("police-inbox").imbalance()).isZero();

        hub.events.close();
        String queue = "hub.event." + EventFixture.RESOURCE + "." + HOLD;
        var stored = hub.broker.server().locateQueue(queue);
        stored.deleteReference(stored.browserIterator().next().getMessageID());
        hub.restart();

        assertThat(hub.balance("city-inbox").imbalance()).isEqualTo(1);
        hub.alerts.flush();
        assertThat(hub.alertStore.list(RegistryFixture.SECURITY, false)).isEmpty();
        hub.clock.forward(Conservation.PATIENCE.plusSeconds(1));
        assertThat(hub.balance("city-inbox").imbalance()).isEqualTo(1);
        hub.alerts.flush();
        assertThat(hub.alertStore.list(RegistryFixture.CITY_OPERATOR, false))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.path("kind").asText()).isEqualTo(Conservation.ALERT);
                    assertThat(alert.path("key").asText()).isEqualTo("city-inbox");
                });
        assertThat(hub.metrics
                        .get("hub.conservation.imbalance")
                        .tag("connector", "city-inbox")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void nothingOfAMessageStandsInTheJournalOrTheDatabaseInClear() throws Exception {
        hub.receiver.behaviour = shipment -> EventFixture.failure();
        accepted(hub.publish("PLAINKEY420682", "PLAINSTATE420682"));
        hub.awaitRows("retrying", HOLD, 1);
        hub.events.close();
        hub.broker.close();

        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains("420682") || bytes.contains("PLAIN"))
                        .as(file.toString())
                        .isFalse();
            }
        }
        assertThat(hub.rows("SELECT count(*) FROM exchange.message WHERE position('PLAIN'::bytea in body) > 0"))
                .isZero();
        hub.broker = cn.laohekou.hub.runtime.boot.TestBroker.start(folder.resolve("broker"));
    }

    @Test
    void afterARestartOnlyWhatWasNotDeliveredIsDelivered() throws Exception {
        Map<UUID, Integer> times = new ConcurrentHashMap<>();
        hub.receiver.behaviour = shipment -> {
            if (shipment.grant().equals(HOLD)) {
                times.merge(shipment.original(), 1, Integer::sum);
            }
            return new Shipment.Delivered(shipment.original());
        };
        for (int i = 0; i < 50; i++) {
            accepted(hub.publish("k" + i % 5, Integer.toString(i)));
        }
        hub.awaitTaken(HOLD, 50);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> hub.rows("SELECT count(*) FROM exchange.delivered") == 100);
        hub.restart();
        accepted(hub.publish("k0", "last"));
        hub.awaitTaken(HOLD, 51);

        assertThat(times.values()).containsOnly(1);
        assertThat(hub.balance("city-inbox").imbalance()).isZero();
    }
}
