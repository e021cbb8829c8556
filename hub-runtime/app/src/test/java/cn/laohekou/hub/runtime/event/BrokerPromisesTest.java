package cn.laohekou.hub.runtime.event;

import static cn.laohekou.hub.runtime.event.EventFixture.HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.exchange.EventIntake;
import cn.laohekou.hub.runtime.exchange.Shipment;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an acknowledgement rests on, and what happens before disk or patience run out. */
@SuppressWarnings("try") // a test that is interrupted while it closes has failed anyway
class BrokerPromisesTest {

    @TempDir
    Path folder;

    private record Acknowledged(Instant from, Instant to) {}

    /** The Java runtime itself reports every fdatasync with its file and time. */
    @Test
    void everyAcknowledgementIsPrecededByASyncOfTheBrokersJournal() throws Exception {
        List<Acknowledged> all = new ArrayList<>();
        Path recorded = folder.resolve("syncs.jfr");
        try (EventFixture hub = new EventFixture(folder);
                Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            for (int i = 0; i < 20; i++) {
                Instant from = Instant.now();
                assertThat(hub.publish("k" + i, "x")).isInstanceOf(EventIntake.Accepted.class);
                all.add(new Acknowledged(from, Instant.now()));
            }
            recording.stop();
            recording.dump(recorded);
        }
        List<RecordedEvent> syncs = RecordingFile.readAllEvents(recorded).stream()
                .filter(event -> event.getEventType().getName().equals("jdk.FileForce")
                        && String.valueOf(event.getString("path")).contains("broker/journal"))
                .toList();
        assertThat(all)
                .allSatisfy(acknowledged -> assertThat(syncs)
                        .anyMatch(sync -> !sync.getEndTime().isBefore(acknowledged.from())
                                && !sync.getEndTime().isAfter(acknowledged.to())));
    }

    @Test
    void aNearlyFullDiskRefusesMessagesAndTakesThemAgainWhenThereIsRoom() throws Exception {
        try (EventFixture hub = new EventFixture(folder)) {
            assertThat(hub.publish("a", "1")).isInstanceOf(EventIntake.Accepted.class);
            var disk = ((ActiveMQServerImpl) hub.broker.server()).getMonitor();
            disk.setMaxUsage(0);
            disk.tick();
            EventIntake.Taken refused = hub.publish("a", "2", "order-2");
            disk.setMaxUsage(0.99);
            disk.tick();
            EventIntake.Taken taken = hub.publish("a", "2", "order-2");

            assertThat(refused).isEqualTo(new EventIntake.Refused(ErrorCode.BROKER_FULL, 5));
            assertThat(taken).isInstanceOf(EventIntake.Accepted.class);
            assertThat(hub.awaitTaken(HOLD, 2))
                    .containsExactly(EventFixture.body("a", "1"), EventFixture.body("a", "2"));
        }
    }

    @Test
    void aBacklogAtItsLimitAsksPublishersToWait() throws Exception {
        try (EventFixture hub = new EventFixture(folder, 0, 3)) {
            hub.receiver.behaviour = shipment -> new Shipment.Later("CONNECTOR_NOT_RUNNING", 500);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> hub.publish("a", "x").equals(new EventIntake.Refused(ErrorCode.BROKER_FULL, 5)));
            hub.receiver.behaviour = shipment -> new Shipment.Delivered(shipment.original());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> hub.publish("a", "x") instanceof EventIntake.Accepted);
        }
    }

    @Test
    void aMessageWhoseTimeRanOutIsADeadLetterAndNotDelivered() throws Exception {
        try (EventFixture hub = new EventFixture(folder, 600, 1_000_000)) {
            hub.receiver.behaviour = shipment -> new Shipment.Later("CONNECTOR_NOT_RUNNING", 300);
            hub.publish("a", "old");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> hub.receiver.tried.stream()
                            .anyMatch(shipment -> shipment.grant().equals(HOLD)));
            hub.clock.forward(Duration.ofSeconds(601));
            hub.awaitRows("dead", HOLD, 1);
            hub.receiver.behaviour = shipment -> new Shipment.Delivered(shipment.original());
            hub.publish("a", "new");

            assertThat(hub.awaitTaken(HOLD, 1)).containsExactly(EventFixture.body("a", "new"));
            assertThat(hub.rows("SELECT count(*) FROM exchange.message WHERE cause = 'EXPIRED'"))
                    .isEqualTo(2);
        }
    }
}
