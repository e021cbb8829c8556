package cn.laohekou.hub.connector.http;

import static cn.laohekou.hub.connector.http.HttpFixture.begin;
import static cn.laohekou.hub.connector.http.HttpFixture.fault;
import static cn.laohekou.hub.connector.http.HttpFixture.run;
import static cn.laohekou.hub.connector.http.HttpFixture.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubHttpAnswerTest {

    private HttpFixture http;
    private final CollectingSink sink = new CollectingSink();

    @BeforeEach
    void start() throws Exception {
        http = new HttpFixture();
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    @Test
    void anAnswerReachesTheSinkWithItsStatusAndType() throws Exception {
        http.server.answers(
                "201 Created",
                Map.of("Content-Type", "application/json;charset=UTF-8", "Set-Cookie", "a=b"),
                "{\"村\":1}".getBytes(UTF_8));
        Exchange exchange = run(http.producer(), http.get("a", sink));

        assertThat(exchange.getException()).isNull();
        assertThat(sink.text()).isEqualTo("{\"村\":1}");
        assertThat(status(exchange)).isEqualTo(201);
        assertThat(exchange.getProperty(ExchangeKeys.ANSWER_TYPE)).isEqualTo("application/json;charset=UTF-8");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void anAnswerIsHandedOnWhileItArrives() throws Exception {
        CompletableFuture<NetSocket> answering = new CompletableFuture<>();
        http.server.does((socket, request) -> {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
            answering.complete(socket);
        });
        CompletableFuture<Exchange> call = begin(http.producer(), http.get("a", sink));

        assertThat(sink.first().get(10, TimeUnit.SECONDS)).isEqualTo("first");
        assertThat(call).isNotDone();
        answering.get(10, TimeUnit.SECONDS).write("later");
        assertThat(call.get(10, TimeUnit.SECONDS).getException()).isNull();
        assertThat(sink.text()).isEqualTo("firstlater");
    }

    @ParameterizedTest
    @CsvSource({
        "301 Moved, COUNTERPART_BAD_ANSWER",
        "302 Found, COUNTERPART_BAD_ANSWER",
        "304 Not Modified, COUNTERPART_BAD_ANSWER",
        "401 Unauthorized, COUNTERPART_REFUSED",
        "404 Not Found, COUNTERPART_REFUSED",
        "429 Too Many, COUNTERPART_REFUSED",
        "500 Error, COUNTERPART_FAILED",
        "503 Unavailable, COUNTERPART_FAILED",
        "999 Odd, COUNTERPART_BAD_ANSWER"
    })
    void aStatusOutside2xxIsAFaultAndItsBodyIsDropped(String status, FaultCode code) throws Exception {
        http.server.answers(status, Map.of("Location", "/elsewhere"), new byte[0]);
        Exchange exchange = run(http.producer(), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(code);
        assertThat(status(exchange)).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(exchange.getProperty(ExchangeKeys.ANSWER_TYPE)).isNull();
        assertThat(sink.size()).isZero();
        assertThat(http.server.requests()).as("never followed").hasSize(1);
    }

    @Test
    void aShortErrorBodyKeepsTheConnectionAndAnEndlessOneLosesIt() throws Exception {
        AsyncProducer producer = http.producer();
        http.server.answers("500 Error", Map.of(), new byte[1000]);
        run(producer, http.get("a", sink));
        run(producer, http.get("a", sink));
        assertThat(http.server.connections()).isEqualTo(1);

        http.server.answers("500 Error", Map.of(), new byte[1_000_000]);
        run(producer, http.get("a", sink));
        await().until(() -> http.server.open() == 0);
        assertThat(sink.size()).isZero();
    }

    @Test
    void anAnswerAnnouncedOverTheLimitIsRefusedUnread() throws Exception {
        http.server.does((socket, request) -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n"));
        Exchange exchange = run(http.producer("maxAnswerBytes", 100), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_OVERSIZED);
        await().until(() -> http.server.open() == 0);
    }

    @Test
    void theLengthAHeadAnnouncesIsNotABody() throws Exception {
        http.server.does((socket, request) -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n"));
        Exchange exchange = run(http.producer("maxAnswerBytes", 100), http.exchange("HEAD", "a", "", sink));

        assertThat(exchange.getException()).isNull();
    }

    @Test
    void anAnswerThatGrowsOverTheLimitIsCutOff() throws Exception {
        http.server.does((socket, request) -> {
            socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            socket.drainHandler(free -> flood(socket));
            flood(socket);
        });
        Exchange exchange = run(http.producer("maxAnswerBytes", 100_000), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_OVERSIZED);
        assertThat(sink.size()).isLessThanOrEqualTo(100_000);
        await().until(() -> http.server.open() == 0);
    }

    @Test
    void theSinksOwnLimitCutsTheConnectionToo() throws Exception {
        CollectingSink small = new CollectingSink(10);
        http.server.answersJson("{\"longer\":\"than ten\"}");
        Exchange exchange = run(http.producer(), http.get("a", small));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_OVERSIZED);
        await().until(() -> http.server.open() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate"})
    void aCompressedAnswerIsUnpacked(String coding) throws Exception {
        String json = "{\"村\":\"" + "孟楼".repeat(20_000) + "\"}";
        byte[] packed = coding.equals("deflate") ? deflate(json.getBytes(UTF_8)) : gzip(json.getBytes(UTF_8));
        http.server.answers("200 OK", Map.of("Content-Encoding", coding), packed);
        Exchange exchange = run(http.producer("compression", true), http.get("a", sink));

        assertThat(exchange.getException()).isNull();
        assertThat(sink.text()).isEqualTo(json);
    }

    @Test
    void aBombIsCutAtTheLimitAfterUnpackingAndNeverHeldAsAWhole() throws Exception {
        byte[] bomb = gzip(new byte[200_000_000]);
        http.server.answers("200 OK", Map.of("Content-Encoding", "gzip"), bomb);
        Exchange exchange = run(http.producer("maxAnswerBytes", 5_000_000), http.get("a", sink));

        assertThat(bomb.length).isLessThan(250_000);
        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_OVERSIZED);
        assertThat(sink.size()).isLessThanOrEqualTo(5_000_000);
        assertThat(sink.largest()).as("unpacked in small steps").isLessThan(1_000_000);
        await().until(() -> http.server.open() == 0);
    }

    @Test
    void aBrokenOrIncompletePackedAnswerIsABadAnswer() throws Exception {
        byte[] packed = gzip(new byte[100_000]);
        byte[] cut = java.util.Arrays.copyOf(packed, packed.length - 20);
        byte[] wrong = packed.clone();
        wrong[packed.length - 5] ^= 0x55;
        for (byte[] bad : new byte[][] {cut, wrong, "no gzip at all".getBytes(UTF_8)}) {
            http.server.answers("200 OK", Map.of("Content-Encoding", "gzip"), bad);
            Exchange exchange = run(http.producer(), http.get("a", new CollectingSink()));
            assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_BAD_ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "zstd"})
    void aCodingNobodyCanUnpackIsABadAnswer(String coding) throws Exception {
        http.server.answers("200 OK", Map.of("Content-Encoding", coding), new byte[10]);
        Exchange exchange = run(http.producer(), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_BAD_ANSWER);
        assertThat(sink.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void anAnswerThatIsNotHttpIsABadAnswer(String raw) throws Exception {
        http.server.does((socket, request) -> socket.write(raw));
        Exchange exchange = run(http.producer("requestTimeoutMs", 5_000), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_BAD_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n"
            })
    void aConnectionThatBreaksOffIsAFaultNotAShortAnswer(String sent) throws Exception {
        http.server.does((socket, request) -> socket.write(Buffer.buffer(sent)).onComplete(written -> socket.close()));
        Exchange exchange = run(http.producer(), http.get("a", sink));

        assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_DOWN);
    }

    @Test
    void bytesOfABadAnswerNeverReachALog() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(recorder);
        try {
            http.server.does((socket, request) -> socket.write("s3cr3t-420682\r\n\r\n"));
            run(http.producer(), http.get("a", sink));
            http.server.does((socket, request) ->
                    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}s3cr3t-420682 and more\r\n\r\n"));
            run(http.producer(), http.get("a", sink));
            await().until(() -> http.server.open() == 0);
        } finally {
            root.removeHandler(recorder);
        }
        assertThat(logged)
                .noneMatch(line -> line != null && line.toLowerCase(Locale.ROOT).contains("s3cr3t"));
    }

    @Test
    void anUnexpectedFailureOfTheSinkEndsTheExchangeAtOnce() throws Exception {
        http.server.answersJson("{}");
        Exchange exchange = http.get("a", sink);
        exchange.setProperty(
                ExchangeKeys.ANSWER_SINK, (cn.laohekou.hub.connector.api.AnswerSink) (bytes, offset, length) -> {
                    throw new IllegalStateException("spool");
                });
        run(http.producer(), exchange);

        assertThat(exchange.getException()).isInstanceOf(IllegalStateException.class);
    }

    private static void flood(NetSocket socket) {
        for (int i = 0; i < 100 && !socket.writeQueueFull(); i++) {
            socket.write("400\r\n" + "x".repeat(1024) + "\r\n");
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
