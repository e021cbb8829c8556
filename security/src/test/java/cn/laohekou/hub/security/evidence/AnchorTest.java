package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.evidence.Finding.Problem;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's OpenSSL is the time-stamp authority: a party of its own, with its own clock and key. */
final class AnchorTest {

    private static final String AUTHORITY = """
            [tsa]
            serial = serial
            signer_cert = tsa.crt
            signer_key = tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            certs = tsa.crt
            crypto_device = builtin
            [req]
            distinguished_name = dn
            x509_extensions = ext
            prompt = no
            [dn]
            CN = Time stamps of another city
            [ext]
            extendedKeyUsage = critical,timeStamping
            """;

    @TempDir
    private Path folder;

    private final List<StoredAnchor> kept = new ArrayList<>();
    private final List<Anchored> records = new ArrayList<>();
    private @Nullable HttpServer server;
    private @Nullable String checkpoint;

    @BeforeEach
    void startAuthority() throws Exception {
        Files.writeString(folder.resolve("tsa.cnf"), AUTHORITY);
        Files.writeString(folder.resolve("serial"), "01\n");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "tsa.key",
                "-out",
                "tsa.crt",
                "-days",
                "2",
                "-config",
                "tsa.cnf");
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.createContext("/tsa", exchange -> {
            Files.write(folder.resolve("request"), exchange.getRequestBody().readAllBytes());
            openssl("ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "request", "-out", "reply");
            byte[] reply = Files.readAllBytes(folder.resolve("reply"));
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        started.createContext("/notary", exchange -> {
            Files.write(folder.resolve("notarised"), exchange.getRequestBody().readAllBytes());
            byte[] receipt = Samples.utf8("{\"block\":4711}");
            exchange.sendResponseHeaders(201, receipt.length);
            exchange.getResponseBody().write(receipt);
            exchange.close();
        });
        started.createContext("/down", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        started.start();
        server = started;
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aTimeStampProvesThatTheHeadExistedAndNothingBehindItsRecordIsOlder() throws Exception {
        SignedChain chain = now(4);
        anchor(chain, timeStamps("/tsa"));
        chain.clock(Instant.now());
        chain.add(List.of(EvidenceEntry.of(records.get(0))), true);
        chain.kept().addAll(kept);
        Trust trust = new Trust(List.of(), null, List.of(certificate()));

        ChainReport report = ChainVerifier.verify(chain, trust);
        assertThat(report.findings()).isEmpty();
        assertThat(report.notProven()).noneMatch(sentence -> sentence.contains("authority"));

        // The hub's clock is turned back a day afterwards, consistently from a new boot on.
        chain.clock(Instant.now().minus(Duration.ofDays(1)));
        chain.add(chain.entries(6), true);
        assertThat(ChainVerifier.verify(chain, trust).findings())
                .contains(new Finding(Problem.CLOCK_ANCHOR, "node-1", 6, Finding.WHOLE_BATCH));
    }

    @Test
    void aChainDatedIntoTheFutureDoesNotFitItsTimeStamp() throws Exception {
        SignedChain chain = SignedChain.of(1, Instant.now().plus(Duration.ofDays(30)));
        anchor(chain, timeStamps("/tsa"));
        chain.kept().addAll(kept);

        assertThat(ChainVerifier.verify(chain, Trust.NONE).findings())
                .contains(new Finding(Problem.CLOCK_ANCHOR, "node-1", 1, Finding.WHOLE_BATCH));
    }

    @Test
    void aChainRewrittenWithTheHubsOwnKeyDoesNotFitItsTimeStamp() throws Exception {
        SignedChain chain = now(4);
        anchor(chain, timeStamps("/tsa"));
        SignedChain rewritten = now(4);
        rewritten.kept().addAll(kept);

        assertThat(ChainVerifier.verify(rewritten, Trust.NONE).findings())
                .containsExactly(new Finding(Problem.CHECKPOINT_DIFFERS, "node-1", 4, Finding.WHOLE_BATCH));
    }

    @Test
    void aForgedOrForeignTimeStampIsFound() throws Exception {
        SignedChain chain = now(2);
        anchor(chain, timeStamps("/tsa"));
        StoredAnchor real = kept.get(0);
        byte[] changed = real.receipt().bytes().clone();
        changed[changed.length - 20] ^= 1;
        chain.kept().add(new StoredAnchor(real.kind(), real.line(), Blob.of(changed)));
        assertThat(ChainVerifier.verify(chain, Trust.NONE).findings())
                .extracting(Finding::problem)
                .containsExactly(Problem.ANCHOR_BAD);

        chain.kept().clear();
        chain.kept().add(real);
        startAuthority();
        assertThat(ChainVerifier.verify(chain, new Trust(List.of(), null, List.of(certificate())))
                        .findings())
                .extracting(Finding::problem)
                .containsExactly(Problem.ANCHOR_BAD);
    }

    @Test
    void aNotaryAndAFileGetTheCheckpointAndTheirAnswersAreKept() throws Exception {
        SignedChain chain = now(2);
        StoredAnchor receipt = anchor(chain, new NotaryAnchor(address("/notary"), HttpClient.newHttpClient()));
        assertThat(receipt.receipt()).isEqualTo(Blob.of(Samples.utf8("{\"block\":4711}")));
        assertThat(Files.readString(folder.resolve("notarised")))
                .contains(chain.head().hash());

        Path file = folder.resolve("elsewhere/anchors.jsonl");
        anchor(chain, new FileAnchor(file));
        assertThat(new CheckpointFile(file).read())
                .singleElement()
                .satisfies(line -> assertThat(line.heads()).containsExactly(chain.head()));
    }

    @Test
    void whatThePartyDidNotTakeIsTakenAgainAndNothingNewIsNotAnchoredTwice() throws Exception {
        SignedChain chain = now(2);
        Anchoring failing = anchoring(chain, new NotaryAnchor(address("/down"), HttpClient.newHttpClient()));
        assertThatThrownBy(failing::turn).isInstanceOf(IOException.class).hasMessageContaining("503");
        assertThat(records).isEmpty();

        Anchoring working = anchoring(chain, new NotaryAnchor(address("/notary"), HttpClient.newHttpClient()));
        assertThat(working.turn()).isNotNull();
        assertThat(working.turn()).isNull();
        assertThat(records).hasSize(1);
    }

    private static SignedChain now(int batches) {
        return SignedChain.of(
                batches, Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(batches));
    }

    private Anchor timeStamps(String path) {
        return new TimeStampAnchor(address(path), HttpClient.newHttpClient(), false);
    }

    private StoredAnchor anchor(SignedChain chain, Anchor anchor) throws Exception {
        StoredAnchor anchored = anchoring(chain, anchor).turn();
        if (anchored == null) {
            throw new IllegalStateException("nothing was anchored");
        }
        return anchored;
    }

    private Anchoring anchoring(SignedChain chain, Anchor anchor) {
        checkpoint = new Checkpoint(chain.now(), Checkpoint.NONE, List.of(chain.head())).line();
        CheckpointStore checkpoints = new CheckpointStore() {
            @Override
            public List<ChainHead> heads() {
                return List.of();
            }

            @Override
            public @Nullable String last() {
                return checkpoint;
            }

            @Override
            public void save(String line) {
                throw new UnsupportedOperationException();
            }
        };
        return new Anchoring(anchor, checkpoints, kept::add, records::add, Instant::now);
    }

    private URI address(String path) {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + running.getAddress().getPort() + path);
    }

    private Blob certificate() throws IOException {
        return EvidenceBundle.der(Files.readString(folder.resolve("tsa.crt")));
    }

    private void openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("said"), StandardCharsets.UTF_8))
                .isZero();
    }
}
