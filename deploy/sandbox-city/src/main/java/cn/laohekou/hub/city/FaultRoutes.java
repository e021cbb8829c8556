package cn.laohekou.hub.city;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** A department's system on its worst days: everything a counterpart can do to the hub, on request. */
final class FaultRoutes {

    private static final String JSON = "application/json";
    private static final int CHUNK = 64 * 1024;

    /** Unpacks to 256 MiB from about 256 KiB, far beyond any resource's limit. */
    private static final int BOMB_CHUNKS = 4096;

    private FaultRoutes() {}

    static void mount(Router router, Vertx vertx) {
        router.route("/faults/slow")
                .handler(c -> vertx.setTimer(number(c, "millis", 5_000), t -> end(c.response(), "{\"total\":0}")));
        router.route("/faults/never").handler(c -> {});
        router.route("/faults/oversized").handler(c -> oversized(c.response(), number(c, "bytes", 64L << 20)));
        router.route("/faults/many").handler(c -> end(c.response(), many((int) number(c, "rows", 100_000))));
        router.route("/faults/error").handler(FaultRoutes::error);
        router.route("/faults/redirect")
                .handler(c -> c.response()
                        .setStatusCode(302)
                        .putHeader("Location", "/address/v1/towns")
                        .end());
        router.route("/faults/broken-json").handler(c -> end(c.response(), "{\"total\":1,\"data\":[{\"code\":\"42"));
        router.route("/faults/duplicate-keys")
                .handler(c -> end(c.response(), "{\"total\":1,\"data\":[{\"name\":\"a\",\"name\":\"b\"}]}"));
        router.route("/faults/not-json")
                .handler(c ->
                        c.response().putHeader("Content-Type", "text/html").end("<html><body>internal</body></html>"));
        router.route("/faults/gzip-bomb")
                .handler(c -> c.response()
                        .putHeader("Content-Type", JSON)
                        .putHeader("Content-Encoding", "gzip")
                        .end(Buffer.buffer(Bomb.BYTES)));
        router.route("/faults/cut").handler(FaultRoutes::cut);
        router.route("/faults/echo").handler(FaultRoutes::echo);
    }

    /** A regular answer that takes a while to hand over. */
    private static String many(int rows) {
        StringBuilder answer =
                new StringBuilder(rows * 110).append("{\"total\":").append(rows).append(",\"data\":[");
        for (int i = 0; i < rows; i++) {
            answer.append(i == 0 ? "" : ",")
                    .append("{\"code\":\"")
                    .append(i)
                    .append("\",\"name\":\"")
                    .append("第一行".repeat(10))
                    .append("\"}");
        }
        return answer.append("]}").toString();
    }

    private static void error(RoutingContext context) {
        context.response()
                .setStatusCode((int) number(context, "status", 500))
                .putHeader("Set-Cookie", "session=counterpart-secret")
                .putHeader("Server", "counterpart/1.0")
                .putHeader("Content-Type", JSON)
                .end("{\"stack\":\"SELECT * FROM person at line 1\"}");
    }

    /** Announces more than it sends and hangs up. */
    private static void cut(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", JSON)
                .putHeader("Content-Length", "1000")
                .write("{\"total\":1,")
                .onComplete(done -> context.request().connection().close());
    }

    /** What arrived, so that a test can say what a counterpart really gets to see. */
    private static void echo(RoutingContext context) {
        JsonObject headers = new JsonObject();
        context.request().headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        JsonObject seen = new JsonObject()
                .put("method", context.request().method().name())
                .put("path", context.request().path())
                .put("query", context.request().query())
                .put("headers", headers);
        end(context.response(), seen.encode());
    }

    private static void oversized(HttpServerResponse response, long bytes) {
        response.putHeader("Content-Type", JSON).setChunked(true);
        response.write("{\"total\":1,\"data\":[{\"name\":\"");
        byte[] chunk = new byte[CHUNK];
        Arrays.fill(chunk, (byte) 'a');
        pump(response, Buffer.buffer(chunk), bytes);
    }

    private static void pump(HttpServerResponse response, Buffer chunk, long left) {
        if (response.closed()) {
            return;
        }
        if (left <= 0) {
            response.end("\"}]}");
        } else if (response.writeQueueFull()) {
            response.drainHandler(ready -> pump(response, chunk, left));
        } else {
            response.write(chunk).onSuccess(done -> pump(response, chunk, left - chunk.length()));
        }
    }

    private static long number(RoutingContext context, String name, long otherwise) {
        String value = context.request().getParam(name);
        return value != null && value.matches("\\d{1,12}") ? Long.parseLong(value) : otherwise;
    }

    private static void end(HttpServerResponse response, String body) {
        response.putHeader("Content-Type", JSON).end(body);
    }

    /** Made once, on first use. */
    private static final class Bomb {

        private static final byte[] BYTES = make();

        private static byte[] make() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] spaces = new byte[CHUNK];
            Arrays.fill(spaces, (byte) ' ');
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write("{\"total\":1,\"data\":[".getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < BOMB_CHUNKS; i++) {
                    gzip.write(spaces);
                }
                gzip.write("]}".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }
}
