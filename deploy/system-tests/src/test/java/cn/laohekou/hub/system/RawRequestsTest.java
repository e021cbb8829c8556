package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes as no well-behaved client sends them. Behind each request stands another, on the same connection, that a gateway
 * could have taken for the first one's body.
 */
@ExtendWith(SharedSandbox.class)
class RawRequestsTest {

    private static final String SMUGGLED = "smuggled";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

    private static RecordingCounterpart counterpart;
    private static URI hub;
    private static String head;

    @BeforeAll
    static void registerTheRecordingDepartment() throws Exception {
        HubProcess sandbox = SharedSandbox.hub();
        Client client = new Client(sandbox.announced());
        Office office = new Office(sandbox);
        counterpart = new RecordingCounterpart();
        hub = URI.create(sandbox.hub());
        office.done(
                Office.SECURITY,
                "POST",
                "/outgoing-addresses",
                "{\"department\": \"%s\", \"block\": \"127.0.0.1/32\", \"port\": %d, \"reason\": \"请求走私演练\"}"
                        .formatted(Office.PROVIDER_DEPARTMENT, counterpart.port()));
        office.connector("recording", """
                {"plugin": "rest",
                 "settings": {"baseUrl": "http://127.0.0.1:%d", "authentication": "apiKey",
                              "apiKeyHeader": "X-Api-Key", "apiKey": "only-for-tests", "probePath": "probe"},
                 "limits": {"maxConcurrent": 4, "maxQueue": 4, "timeoutMs": 5000}}
                """.formatted(counterpart.port()));
        office.resource("recording", """
                {"title": "记录资源", "connector": "recording", "sharing": "UNCONDITIONAL", "level": 1,
                 "operations": [{"name": "read", "method": "GET", "path": "read",
                                 "parameters": [{"name": "mark", "in": "QUERY"}]}],
                 "fields": [{"name": "total", "title": "条数", "path": "total", "type": "INTEGER"}]}
                """);
        office.grant("recording", """
                {"system": "city-operation-centre", "resource": "recording", "operations": ["read"],
                 "purposes": ["grid-dispatch"], "fields": ["total"],
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00",
                 "reason": "请求走私演练"}
                """);
        head = "Host: 127.0.0.1\r\nHub-Purpose: grid-dispatch\r\nAuthorization: Bearer "
                + client.systemToken("city-operation-centre") + "\r\n";
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> statuses(send(request("ready", "Connection: close\r\n")))
                        .contains(200));
    }

    @AfterAll
    static void stop() {
        counterpart.close();
    }

    /** A call that would be released, with further header lines; ends its head. */
    private static String request(String mark, String lines) {
        return "GET /exchange/recording/read?mark=" + mark + " HTTP/1.1\r\n" + head + lines + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5|Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked|Content-Length: 5",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                "Content-Length: 5|Transfer-Encoding : chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunkedx",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked|Transfer-Encoding: identity",
                "Transfer-Encoding: identity|Transfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding:",
                "Content-Length: 0|Content-Length: 5",
                "Content-Length: 0|Content-Length: 0",
                "Content-Length: 0, 5",
                "Content-Length: +0",
                "Content-Length: -1",
                "Content-Length: 0x0",
                "Content-Length: 99999999999999999999",
                "Host: elsewhere",
                "Authorization: Bearer elsewhere",
                "Hub-Purpose: elsewhere",
                "hub-purpose: grid-dispatch",
                "X-Any: a\nX-Other: b",
                "X-Any: a\rX-Other: b",
                "X-Any: a\0b",
                "X-Any\0: b"
            })
    void anAmbiguousRequestIsRefusedAndEndsItsConnection(String lines) throws Exception {
        Sent sent = send(request("first", lines.replace("|", "\r\n") + "\r\n") + "0\r\n\r\n" + request(SMUGGLED, ""));

        assertThat(statuses(sent)).containsExactly(400);
        assertThat(sent.closed()).isTrue();
        assertThat(sent.reached()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FFFFFFFFFFFFFFFF0\r\n\r\n0\r\n\r\n",
                "100000000\r\nA\r\n0\r\n\r\n",
                "-1\r\n\r\n0\r\n\r\n",
                "0x0\r\n\r\n",
                "0\n\n",
                "0;a\nb\r\n\r\n",
                "1\r\nABC\r\n0\r\n\r\n"
            })
    void anUnreadableBodyReachesNobodyAndEndsItsConnection(String body) throws Exception {
        Sent sent = send(request("first", "Transfer-Encoding: chunked\r\n") + body + request(SMUGGLED, ""));

        assertThat(statuses(sent)).doesNotContain(200);
        assertThat(sent.closed()).isTrue();
        assertThat(sent.reached()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://127.0.0.1:1/exchange/recording/read HTTP/1.1\r\n",
                "GET HTTP://recording/exchange/recording/read HTTP/1.1\r\n",
                "GET //127.0.0.1:1/exchange/recording/read HTTP/1.1\r\n",
                "CONNECT 127.0.0.1:1 HTTP/1.1\r\n",
                "GET /exchange/recording/read%0d%0aX-Injected:%20yes HTTP/1.1\r\n",
                "GET /exchange/recording/read?mark=a%0d%0aX-Injected:%20yes HTTP/1.1\r\n",
                "GET /exchange/recording/read?mark%0d%0aX-Injected=yes HTTP/1.1\r\n",
                "GET /exchange/recording/..%2fread HTTP/1.1\r\n",
                "GET /exchange/recording/read HTTP/2.5\r\n",
                "GET /exchange/recording/read\r\n"
            })
    void aTargetThatIsNotOfThisHubReachesNobody(String line) throws Exception {
        Sent sent = send(line + head + "Connection: close\r\n\r\n");

        assertThat(statuses(sent)).allMatch(status -> status >= 400 && status < 500);
        assertThat(sent.closed()).isTrue();
        assertThat(sent.reached()).isEmpty();
    }

    @Test
    void lineFeedsAloneAreNoRequest() throws Exception {
        Sent sent = send(request("first", "").replace("\r\n", "\n") + request(SMUGGLED, ""));

        assertThat(sent.closed()).isTrue();
        assertThat(sent.reached()).isEmpty();
    }

    @Test
    void whatAConnectionHeaderNamesStaysWithTheHub() throws Exception {
        String named = String.join(
                "\r\n",
                "Connection: X-Api-Key, Authorization",
                "Keep-Alive: timeout=5",
                "Proxy-Authorization: Basic eA==",
                "TE: trailers",
                "X-Any: a",
                " folded",
                "Expect-CT: x",
                "");
        Sent sent = send(request("first", named) + request("second", "Connection: close\r\n"));

        assertThat(statuses(sent)).containsExactly(200, 200);
        assertThat(sent.reached())
                .hasSize(2)
                .allSatisfy(seen -> assertThat(seen.toLowerCase(Locale.ROOT))
                        .contains("x-api-key: only-for-tests")
                        .doesNotContain(
                                "keep-alive: timeout",
                                "proxy-authorization",
                                "te: trailers",
                                "folded",
                                "expect-ct",
                                "bearer"));
    }

    @Test
    void noConnectionBecomesAnythingElseThanHttp11() throws Exception {
        String upgrade =
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n";
        Sent upgraded = send(request("first", upgrade) + request("second", "Connection: close\r\n"));
        assertThat(statuses(upgraded)).containsExactly(200, 200);

        Sent preface = send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + request(SMUGGLED, ""));
        assertThat(preface.closed()).isTrue();
        assertThat(preface.reached()).isEmpty();
    }

    @Test
    void aWellFormedChunkedRequestAndItsSuccessorAreTwoCalls() throws Exception {
        Sent sent = send(request("first", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"
                + request("second", "Connection: close\r\n"));

        assertThat(statuses(sent)).containsExactly(200, 200);
        assertThat(sent.reached()).hasSize(2);
    }

    /** What came of some bytes: the answers, whether the hub closed, what the counterpart saw. */
    private record Sent(String answer, boolean closed, List<String> reached) {}

    private static List<Integer> statuses(Sent sent) {
        List<Integer> found = new ArrayList<>();
        Matcher matcher = STATUS.matcher(sent.answer());
        while (matcher.find()) {
            found.add(Integer.valueOf(matcher.group(1)));
        }
        return found;
    }

    /** Sends bytes and reads until the hub closes, or says nothing more for as long as nobody waits. */
    private static Sent send(String bytes) throws IOException {
        int before = counterpart.asked().size();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        boolean closed = false;
        try (Socket socket = new Socket(hub.getHost(), hub.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.write(buffer, 0, read);
            }
            closed = true;
        } catch (SocketException reset) {
            closed = true;
        } catch (SocketTimeoutException open) {
            closed = false;
        }
        List<String> asked = counterpart.asked();
        return new Sent(answer.toString(StandardCharsets.ISO_8859_1), closed, asked.subList(before, asked.size()));
    }
}
