package cn.laohekou.hub.city;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The departments' REST services on one port of 127.0.0.1. Every call needs the API key. */
final class CityServer implements AutoCloseable {

    /** Header in which the departments' systems expect their key. */
    static final String KEY_HEADER = "X-Api-Key";

    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final CityDatabase database;
    private final byte[] apiKey;
    private final InboxRoutes inboxes;
    private final AtomicLong requests = new AtomicLong();
    private @Nullable HttpServer server;

    /**
     * @param inboxes file the inboxes are kept in
     */
    CityServer(Vertx vertx, CityDatabase database, String apiKey, Path inboxes) throws IOException {
        this.inboxes = new InboxRoutes(inboxes);
        this.vertx = vertx;
        this.database = database;
        this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
    }

    /** Listens; returns the port really taken. */
    int listen(int port) throws InterruptedException, ExecutionException {
        HttpServer started = vertx.createHttpServer()
                .requestHandler(router())
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        server = started;
        return started.actualPort();
    }

    @Override
    public void close() {
        HttpServer open = server;
        if (open != null) {
            open.close();
        }
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(this::checkKey);
        router.get("/faults/requests")
                .handler(context -> answer(context, new JsonObject().put("requests", requests.get())));
        router.route().handler(context -> {
            requests.incrementAndGet();
            context.next();
        });
        router.post().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.get("/address/v1/towns").handler(context -> list(context, database::towns));
        router.get("/address/v1/villages").handler(this::villages);
        router.get("/address/v1/towns.xml").handler(context -> OldFormats.xml(context, database::towns));
        router.get("/address/v1/towns.csv").handler(context -> OldFormats.csv(context, database::towns));
        router.get("/population/v1/health").handler(c -> answer(c, new JsonObject().put("status", "UP")));
        router.post("/population/v1/persons/query").handler(this::person);
        CertificateRoutes.mount(router, vertx, new CertificateStore(database));
        FaultRoutes.mount(router, vertx);
        inboxes.mount(router);
        return router;
    }

    private void checkKey(RoutingContext context) {
        String given = context.request().getHeader(KEY_HEADER);
        if (given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), apiKey)) {
            context.next();
        } else {
            refuse(context, 401, "接口密钥缺失或不对 API key missing or wrong");
        }
    }

    private void villages(RoutingContext context) {
        String town = context.request().getParam("town");
        if (town == null || !town.matches("\\d{9}")) {
            refuse(context, 400, "town 必须是九位区划代码 town must be a nine-digit division code");
        } else {
            list(context, () -> database.villages(town));
        }
    }

    private void person(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        Object idNumber = body == null ? null : body.getValue("idNumber");
        if (!(idNumber instanceof String number)) {
            refuse(context, 400, "缺少 idNumber idNumber is missing");
            return;
        }
        blocking(context, () -> database.person(number), found -> {
            if (found.isEmpty()) {
                refuse(context, 404, "查无此人 no such person");
            } else {
                answer(context, new JsonObject(found.get(0)));
            }
        });
    }

    private void list(RoutingContext context, Callable<List<Map<String, Object>>> query) {
        blocking(context, query, rows -> {
            JsonArray data = new JsonArray();
            rows.forEach(row -> data.add(new JsonObject(row)));
            answer(context, new JsonObject().put("total", rows.size()).put("data", data));
        });
    }

    private <T> void blocking(RoutingContext context, Callable<T> work, Consumer<T> then) {
        vertx.executeBlocking(work, false).onSuccess(then::accept).onFailure(context::fail);
    }

    private static void refuse(RoutingContext context, int status, String message) {
        context.response().setStatusCode(status);
        answer(context, new JsonObject().put("error", message));
    }

    static void answer(RoutingContext context, JsonObject body) {
        context.response().putHeader("Content-Type", "application/json; charset=utf-8");
        context.response().end(body.toBuffer());
    }
}
