package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Files through the packaged hub: the sandbox's own, and large ones while the hub is killed, paused or told to stop. */
@ExtendWith(SharedSandbox.class)
@Order(Integer.MAX_VALUE - 1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FileExchangeTest {

    /** Large enough to be caught in the middle: the hub notes its progress every 64 MiB. */
    private static final int MEBIBYTES = 1024;

    private static final int KILLS = 2;
    private static final long SEED = 20261128;

    private static Path exchange;

    @BeforeAll
    static void folders() throws Exception {
        Path home = SharedSandbox.home();
        exchange = home.resolveSibling(home.getFileName() + "-exchange");
        for (String name : List.of("large-out", "large-in")) {
            Files.createDirectories(exchange.resolve(name));
        }
        Office office = new Office(SharedSandbox.hub());
        allow(office, Office.PROVIDER_DEPARTMENT, "large-out");
        allow(office, "11420682MB000030XN", "large-in");
        connector(office, Office.PROVIDER, "large-out");
        connector(office, Office.CONSUMER, "large-in");
        office.resource("large-files", """
                {"title": "大文件", "connector": "large-out", "sharing": "UNCONDITIONAL", "level": 1,
                 "pattern": "FILE", "file": {"names": ".*[.]bin"},
                 "fields": [{"name": "file", "title": "文件", "path": "file"}]}
                """);
        grant(office, "large-files");
    }

    private static void allow(Office office, String department, String folder) throws Exception {
        office.done(Office.SECURITY, "POST", "/outgoing-addresses", """
                {"department": "%s", "folder": "%s", "reason": "系统测试"}
                """.formatted(
                        department, exchange.resolve(folder).toRealPath()));
    }

    private static void connector(Office office, String user, String name) throws Exception {
        office.done(user, "POST", "/connectors", """
                {"name": "%s", "spec": {"plugin": "directory", "settings": {"folder": "%s"}}}
                """.formatted(name, exchange.resolve(name)));
        office.done(user, "POST", "/connectors/" + name + "/probe", "");
        office.done(user, "POST", "/connectors/" + name + "/submit", "");
        office.done(Office.SECURITY, "POST", "/connectors/" + name + "/approve", "{}");
    }

    private static void grant(Office office, String name) throws Exception {
        office.grant(name, """
                {"system": "city-operation-centre", "resource": "large-files", "operations": ["files"],
                 "purposes": ["grid-dispatch"], "fields": ["file"],
                 "conditions": {"delivery": {"connector": "large-in", "schedule": "PT10S"}},
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00",
                 "reason": "系统测试"}
                """);
    }

    private static Path large(String name, long seed) throws IOException {
        Path draft = exchange.resolve("large-out").resolve("." + name);
        Random random = new Random(seed);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(draft)) {
            for (int i = 0; i < MEBIBYTES; i++) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
        return Files.move(draft, draft.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<JsonNode> transfers(String resource) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        new Office(SharedSandbox.hub())
                .done(Office.PROVIDER, "GET", "/file-transfers?limit=100", "")
                .path("items")
                .forEach(item -> {
                    if (item.path("resource").asText().equals(resource)) {
                        found.add(item);
                    }
                });
        return found;
    }

    private static JsonNode newest() throws Exception {
        List<JsonNode> all = transfers("large-files");
        return all.isEmpty() ? MissingNode.getInstance() : all.get(0);
    }

    private static void await(Stage stage) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(stage::reached);
    }

    @FunctionalInterface
    private interface Stage {
        boolean reached() throws Exception;
    }

    private static List<String> delivered() throws IOException {
        try (Stream<Path> files = Files.list(exchange.resolve("large-in"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    @Order(1)
    void theSandboxesOwnFileArrivesFieldByField() throws Exception {
        Path arrived = exchange.resolve("city-inbox/allowances-2026-11.csv");
        await(() -> Files.exists(arrived));

        assertThat(Files.readString(arrived, Charset.forName("GB18030")))
                .startsWith("身份证号,姓名,村居,补贴类别,金额\r\n420682********0012,孟建国,孟楼村,高龄津贴,120")
                .doesNotContain("6217");
        await(() -> transfers("allowance-files").get(0).path("state").asText().equals("DONE"));
        String exchangeId = transfers("allowance-files").get(0).path("exchange").asText();
        new Office(SharedSandbox.hub()).done(Office.AUDIT, "GET", "/exchanges/" + exchangeId, "");
    }

    @Test
    @Order(2)
    void afterARevocationInTheMiddleNothingIsPublished() throws Exception {
        large("revoked.bin", SEED);
        await(() -> newest().path("copied").asLong() > 0);
        Office office = new Office(SharedSandbox.hub());

        office.done(Office.SECURITY, "POST", "/grants/large-files/revoke", "");

        await(() -> newest().path("state").asText().equals("STOPPED"));
        assertThat(delivered()).isEmpty();
        Files.delete(exchange.resolve("large-out/revoked.bin"));
        grant(office, "large-files-again");
    }

    @Test
    @Order(3)
    void aPausedConnectorPausesATransferWhichGoesOnWhenItIsBack() throws Exception {
        Path source = large("paused.bin", SEED + 1);
        await(() -> newest().path("copied").asLong() > 0
                && newest().path("state").asText().equals("RUNNING"));
        Office office = new Office(SharedSandbox.hub());
        office.done(Office.CONSUMER, "POST", "/connectors/large-in/pause", "");
        await(() -> newest().path("state").asText().equals("WAITING"));
        assertThat(delivered()).doesNotContain("paused.bin");

        office.done(Office.CONSUMER, "POST", "/connectors/large-in/resume", "");

        await(() -> newest().path("state").asText().equals("DONE"));
        assertThat(Files.mismatch(source, exchange.resolve("large-in/paused.bin")))
                .isEqualTo(-1);
    }

    @Test
    @Order(4)
    void aHubThatIsKilledInTheMiddlePublishesOnceAndExactly() throws Exception {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            String name = "killed-" + kill + ".bin";
            long at = (1L << 26) * (1 + random.nextInt(3));
            int before = transfers("large-files").size();
            Path source = large(name, SEED + 2 + kill);
            await(() -> transfers("large-files").size() > before
                    && newest().path("copied").asLong() >= at);
            SharedSandbox.hub().family().forEach(ProcessHandle::destroyForcibly);
            assertThat(delivered()).doesNotContain(name);

            SharedSandbox.startAgain();

            await(() -> newest().path("state").asText().equals("DONE"));
            assertThat(newest().path("attempts").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(Files.mismatch(source, exchange.resolve("large-in").resolve(name)))
                    .isEqualTo(-1);
            assertThat(delivered()).noneMatch(left -> left.startsWith(".hub-"));
            new Office(SharedSandbox.hub())
                    .done(
                            Office.AUDIT,
                            "GET",
                            "/exchanges/" + newest().path("exchange").asText(),
                            "");
        }
    }
}
