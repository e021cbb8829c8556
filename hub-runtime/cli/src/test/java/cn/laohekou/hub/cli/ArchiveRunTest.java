package cn.laohekou.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.security.crypto.Sm2;
import cn.laohekou.hub.security.evidence.Blob;
import cn.laohekou.hub.security.evidence.BundleWriter;
import cn.laohekou.hub.security.evidence.ChainSource;
import cn.laohekou.hub.security.evidence.HeadSignature;
import cn.laohekou.hub.security.evidence.JoinedChain;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is deleted from the database before its bundle lies here, complete and verified. */
final class ArchiveRunTest {

    private static final String NAME = "node-1_1_6.zip";

    @TempDir
    private Path directory;

    private final List<String> calls = new ArrayList<>();
    private HttpServer server;
    private byte[] bundle;
    private byte[] served;
    private String digest;
    private boolean pruned;
    private int stillWorking;

    @BeforeEach
    void start() throws IOException {
        bundle = bundle();
        served = bundle;
        Path file = Files.write(directory.resolve("made"), bundle);
        digest = JoinedChain.digest(file);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aBundleIsFetchedAndVerifiedBeforeItsPartIsDeleted() throws Exception {
        Path folder = directory.resolve("archive");

        assertThat(run(folder)).isEqualTo(1);

        assertThat(folder.resolve(NAME)).hasBinaryContent(bundle);
        assertThat(calls)
                .containsExactly(
                        "POST /api/v1/evidence/archives",
                        "GET /api/v1/evidence/archives/" + NAME,
                        "POST /api/v1/evidence/archives/" + NAME + "/prune {\"bundle\":\"" + digest + "\"}",
                        "POST /api/v1/evidence/archives");
    }

    @Test
    void workThatTakesLongIsAskedForAgainUntilItIsDone() throws Exception {
        stillWorking = 2;

        assertThat(run(directory.resolve("archive"))).isEqualTo(1);

        assertThat(calls.subList(0, 4))
                .containsExactly(
                        "POST /api/v1/evidence/archives",
                        "POST /api/v1/evidence/archives",
                        "POST /api/v1/evidence/archives",
                        "GET /api/v1/evidence/archives/" + NAME);
    }

    @Test
    void aRunThatWasInterruptedGoesOnWithTheBundleItHas() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("archive"));
        Files.write(folder.resolve(NAME), bundle);

        assertThat(run(folder)).isEqualTo(1);

        assertThat(calls).noneMatch(call -> call.startsWith("GET")).anyMatch(call -> call.contains("/prune"));
    }

    @Test
    void aDamagedBundleIsNotKeptAndNothingIsDeleted() throws Exception {
        Path folder = directory.resolve("archive");
        served = bundle.clone();
        served[served.length / 2] ^= 1;

        assertThatThrownBy(() -> run(folder)).isInstanceOf(CommandFailed.class).hasMessageContaining("damaged");

        assertThat(folder).isEmptyDirectory();
        assertThat(calls).noneMatch(call -> call.contains("/prune"));
    }

    @Test
    void aFileOfThatNameThatIsAnotherStaysAndNothingIsDeleted() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("archive"));
        Files.writeString(folder.resolve(NAME), "something else");

        assertThatThrownBy(() -> run(folder)).isInstanceOf(CommandFailed.class);

        assertThat(folder.resolve(NAME)).hasContent("something else");
        assertThat(calls).noneMatch(call -> call.contains("/prune"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsASentenceAndNothingIsAskedOfTheHub() throws Exception {
        Path file = Files.writeString(directory.resolve("a-file"), "x");

        assertThatThrownBy(() -> run(file)).isInstanceOf(CommandFailed.class).hasMessageContaining("cannot be written");

        assertThat(calls).isEmpty();
    }

    private int run(Path folder) throws CommandFailed {
        URI hub = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ArchiveRun(new HubApi(hub, "token"), folder, line -> {}).run(null);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(call.endsWith("/prune") ? call + " " + body : call);
        pruned |= call.endsWith("/prune");
        String archive = pruned
                ? "null"
                : "{\"name\":\"" + NAME + "\",\"first\":1,\"last\":6,\"records\":6,\"bytes\":9,\"bundle\":\"" + digest
                        + "\"}";
        byte[] answer = call.startsWith("GET")
                ? served
                : (stillWorking-- > 0 ? "{\"working\":true}" : "{\"archive\":" + archive + "}")
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** A signed bundle without a chain. */
    private static byte[] bundle() throws IOException {
        Sm2.Pair pair = Sm2.generate();
        ChainSource empty = new ChainSource() {
            @Override
            public boolean whole() {
                return false;
            }

            @Override
            public Map<String, Blob> keys() {
                return Map.of("key", Blob.of(pair.publicKey()));
            }

            @Override
            public List<String> nodes() {
                return List.of();
            }

            @Override
            public void read(String node, BatchVisitor visitor) {}
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleWriter.write(
                empty,
                Map.of(),
                Instant.parse("2026-11-21T08:00:00Z"),
                statement -> new HeadSignature(
                        Blob.of(statement), "key", Blob.of(Sm2.sign(pair.privateKey(), Sm2.DEFAULT_ID, statement))),
                out);
        return out.toByteArray();
    }
}
