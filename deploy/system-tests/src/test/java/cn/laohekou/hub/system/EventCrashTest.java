package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages and kill -9. Late, because it kills what the others share. */
@ExtendWith(SharedSandbox.class)
@Order(Integer.MAX_VALUE - 1)
class EventCrashTest {

    private static final int ROUNDS = 2;
    private static final int PUBLISHERS = 4;
    private static final long SEED = 20261128;

    /** What was acknowledged: which key, which number of it, and the exchange. */
    private record Acknowledged(String code, int number, String exchange) {}

    @Test
    void nothingAcknowledgedIsLostOrOutOfOrderAndWhatComesTwiceSaysSo() throws Exception {
        Random random = new Random(SEED);
        Path home = SharedSandbox.home();
        Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
        HubProcess hub = SharedSandbox.hub();
        for (int round = 1; round <= ROUNDS; round++) {
            killUnderLoad(hub, round, 100 + random.nextInt(200), acknowledged);
            hub = HubProcess.start(home);
        }
        try (HubProcess last = hub) {
            Inbox inbox = new Inbox(home, "city");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> exchanges(inbox.letters("crash-")).containsAll(exchanges(acknowledged)));
            inOrder(inbox.letters("crash-"));
            assertThat(last.alive()).as("the hub runs on").isTrue();
        }
    }

    private static void killUnderLoad(HubProcess hub, int round, int after, Queue<Acknowledged> acknowledged)
            throws IOException, InterruptedException {
        Client client = new Client(hub.announced());
        String token = client.systemToken(EventExchangeTest.PUBLISHER);
        List<ProcessHandle> family = hub.family();
        int before = acknowledged.size();
        ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);
        for (int i = 0; i < PUBLISHERS; i++) {
            String code = "crash-" + round + "-" + i;
            publishers.execute(() -> publish(hub, client, token, code, acknowledged));
        }
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> acknowledged.size() - before >= after);
        family.forEach(ProcessHandle::destroyForcibly);
        publishers.shutdown();
        assertThat(publishers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
    }

    private static void publish(
            HubProcess hub, Client client, String token, String code, Queue<Acknowledged> acknowledged) {
        try {
            for (int number = 1; ; number++) {
                HttpResponse<String> answer = client.send(
                        "POST",
                        hub.hub() + EventExchangeTest.RESOURCE,
                        token,
                        EventExchangeTest.message(code, Integer.toString(number)));
                if (answer.statusCode() == 202) {
                    acknowledged.add(new Acknowledged(
                            code,
                            number,
                            answer.headers().firstValue("Hub-Exchange-Id").orElseThrow()));
                }
            }
        } catch (IOException gone) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Set<String> exchanges(Queue<Acknowledged> acknowledged) {
        Set<String> ids = new HashSet<>();
        acknowledged.forEach(one -> ids.add(one.exchange()));
        return ids;
    }

    private static Set<String> exchanges(List<Inbox.Letter> letters) {
        Set<String> ids = new LinkedHashSet<>();
        letters.forEach(letter -> ids.add(letter.header("Idempotency-Key")));
        return ids;
    }

    /** What comes a second time carries the key of the first; without those, each key's numbers only grow. */
    private static void inOrder(List<Inbox.Letter> letters) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Inbox.Letter letter : letters) {
            if (seen.add(letter.header("Idempotency-Key"))) {
                numbers.computeIfAbsent(letter.body().path("caseCode").asText(), code -> new ArrayList<>())
                        .add(Integer.parseInt(letter.body().path("state").asText()));
            }
        }
        assertThat(numbers.values())
                .allSatisfy(each -> assertThat(each).isSorted().doesNotHaveDuplicates());
    }
}
