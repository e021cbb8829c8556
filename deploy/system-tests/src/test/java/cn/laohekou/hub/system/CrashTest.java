package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What survives kill -9, and what is left of the sandbox when it ends. Last, because it kills what the others share. */
@ExtendWith(SharedSandbox.class)
@Order(Integer.MAX_VALUE)
class CrashTest {

    private static final String CONSUMER = "city-operation-centre";
    private static final int CALLERS = 8;
    private static final int RELEASES_BEFORE_THE_KILL = 200;

    @Test
    void noReleasedCallLosesItsEvidenceAndTheNextStartFindsItsStateAgain() throws Exception {
        Path home = SharedSandbox.home();
        Queue<String> released = new ConcurrentLinkedQueue<>();
        HubProcess killed = SharedSandbox.hub();
        List<ProcessHandle> first = killed.family();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        Client caller = new Client(killed.announced());
        String token = caller.systemToken(CONSUMER);
        for (int i = 0; i < CALLERS; i++) {
            callers.execute(() -> callUntilTheHubIsGone(killed, caller, token, released));
        }
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> released.size() >= RELEASES_BEFORE_THE_KILL);
        first.forEach(ProcessHandle::destroyForcibly);
        callers.shutdown();
        assertThat(callers.awaitTermination(2, TimeUnit.MINUTES)).isTrue();

        List<ProcessHandle> second;
        try (HubProcess hub = HubProcess.start(home)) {
            second = hub.family();
            Client client = new Client(hub.announced());
            String auditor = client.personToken("audit-administrator");
            for (String id : released) {
                HttpResponse<String> found = client.send("GET", hub.hub() + "/api/v1/exchanges/" + id, auditor, "");
                assertThat(found.statusCode())
                        .as("evidence of released exchange " + id)
                        .isEqualTo(200);
            }
            assertThat(callOnce(hub, client, client.systemToken(CONSUMER)).statusCode())
                    .isEqualTo(200);
            assertThat(command(home, "evidence", "verify"))
                    .as("the chain verifies")
                    .isZero();

            new HubDatabase(home).kill();
            HttpResponse<String> refused = callOnce(hub, client, client.systemToken(CONSUMER));
            assertThat(refused.statusCode()).as("no evidence, no release").isEqualTo(503);
            assertThat(Client.json(refused).get("code").asText()).isEqualTo("EVIDENCE_UNAVAILABLE");
            hub.stop();
        }
        assertThat(first).noneMatch(ProcessHandle::isAlive);
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> second.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static void callUntilTheHubIsGone(HubProcess hub, Client client, String token, Queue<String> released) {
        try {
            while (true) {
                HttpResponse<String> answer = callOnce(hub, client, token);
                if (answer.statusCode() == 200) {
                    released.add(answer.headers().firstValue("Hub-Exchange-Id").orElseThrow());
                }
            }
        } catch (IOException gone) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpResponse<String> callOnce(HubProcess hub, Client client, String token)
            throws IOException, InterruptedException {
        return client.send(
                "GET",
                hub.hub() + "/exchange/standard-address/villages?town=420682100",
                token,
                "",
                "Hub-Purpose",
                "grid-dispatch");
    }

    private int command(Path home, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(HubProcess.root().resolve("deploy/hub").toString());
        line.addAll(List.of(words));
        Path output = home.resolveSibling("command.log");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("HUB_HOME", home.toString()));
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + code + ":\n"
                    + Files.readString(output, StandardCharsets.UTF_8));
        }
        return code;
    }
}
