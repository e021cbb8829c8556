package cn.laohekou.hub.city;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Inboxes of departments' systems: what the hub delivers is kept as it came, in order, and can be read. A fault makes the
 * next deliveries that hold a text fail, so that retries can be watched.
 */
final class InboxRoutes {

    /** The oldest go first when there are more. */
    private static final int KEPT = 20_000;

    private record Letter(String inbox, JsonObject content) {}

    private static final class Fault {
        private final String inbox;
        private final String text;
        private final int status;
        private int times;

        Fault(String inbox, String text, int status, int times) {
            this.inbox = inbox;
            this.text = text;
            this.status = status;
            this.times = times;
        }
    }

    private final List<Letter> letters = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Path file;

    /**
     * @param file where what came is kept, one line each; a department does not lose its letters when it is restarted
     */
    InboxRoutes(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                // The last line may have been cut off; it was never acknowledged.
                if (line.endsWith("}")) {
                    JsonObject kept = new JsonObject(line);
                    keep(new Letter(kept.getString("inbox"), kept.getJsonObject("content")));
                }
            }
        }
    }

    void mount(Router router) {
        router.get("/inbox/:inbox/v1/health").handler(c -> CityServer.answer(c, new JsonObject().put("status", "UP")));
        router.get("/inbox/:inbox/v1/letters").handler(this::list);
        router.delete("/inbox/:inbox/v1/letters").handler(this::clear);
        router.post("/inbox/:inbox/v1/faults").handler(this::fault);
        router.post("/inbox/:inbox/v1/:target").handler(this::take);
    }

    private synchronized void take(RoutingContext context) {
        String inbox = context.pathParam("inbox");
        String body = context.body().buffer().toString(StandardCharsets.UTF_8);
        for (Iterator<Fault> each = faults.iterator(); each.hasNext(); ) {
            Fault fault = each.next();
            if (fault.inbox.equals(inbox) && body.contains(fault.text)) {
                if (--fault.times <= 0) {
                    each.remove();
                }
                context.response().setStatusCode(fault.status).end();
                return;
            }
        }
        JsonObject headers = new JsonObject();
        context.request().headers().forEach(header -> {
            if (header.getKey().startsWith("Hub-") || header.getKey().equals("Idempotency-Key")) {
                headers.put(header.getKey(), header.getValue());
            }
        });
        JsonObject content = new JsonObject()
                .put("target", context.pathParam("target"))
                .put("headers", headers)
                .put("body", body);
        try {
            String line =
                    new JsonObject().put("inbox", inbox).put("content", content).encode();
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            context.response().setStatusCode(500).end();
            return;
        }
        keep(new Letter(inbox, content));
        context.response().setStatusCode(204).end();
    }

    private void keep(Letter letter) {
        letters.add(letter);
        if (letters.size() > KEPT) {
            letters.remove(0);
        }
    }

    private synchronized void list(RoutingContext context) {
        JsonArray found = new JsonArray();
        letters.stream()
                .filter(letter -> letter.inbox().equals(context.pathParam("inbox")))
                .forEach(letter -> found.add(letter.content()));
        CityServer.answer(context, new JsonObject().put("letters", found));
    }

    private synchronized void clear(RoutingContext context) {
        letters.removeIf(letter -> letter.inbox().equals(context.pathParam("inbox")));
        context.response().setStatusCode(204).end();
    }

    /** Takes {@code {"text":"...","status":500,"times":3}}. */
    private synchronized void fault(RoutingContext context) {
        JsonObject wanted = context.body().asJsonObject();
        faults.add(new Fault(
                context.pathParam("inbox"),
                wanted.getString("text"),
                wanted.getInteger("status", 500),
                wanted.getInteger("times", 1)));
        context.response().setStatusCode(204).end();
    }
}
