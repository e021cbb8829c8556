package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.event.DeadLetters;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.SpecReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Messages that could not be delivered. */
@Path("/api/v1/dead-letters")
@Tag(name = "dead-letters", description = "死信")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DeadLettersApi {

    private static final Set<String> STATES = Set.of("dead", "quarantined", "waiting", "retrying");

    private final DeadLetters letters;
    private final CurrentCall current;

    DeadLettersApi(DeadLetters letters, CurrentCall current) {
        this.letters = letters;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List, the oldest first; state is dead, quarantined, waiting or retrying")
    public Queries.Page list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("subscription") @Nullable String subscription,
            @QueryParam("resource") @Nullable String resource,
            @QueryParam("cause") @Nullable String cause,
            @QueryParam("exchange") @Nullable String exchange,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit) {
        DeadLetters.Filter filter = filter(state == null ? "dead" : state, subscription, resource, cause, exchange);
        return Paging.page(cursor, limit, (after, size) -> letters.list(current.actor(), filter, after, size));
    }

    @POST
    @Path("/replay")
    @StepUp
    @Operation(summary = "重放 Have them delivered again, to the grant's target or a corrected one; needs a reason")
    public ObjectNode replay(byte[] body) {
        Wanted wanted = wanted(body, true);
        return letters.replay(current.write(body), wanted.ids(), wanted.filter(), wanted.connector(), wanted.reason());
    }

    @POST
    @Path("/discard")
    @StepUp
    @Operation(summary = "丢弃 Give them up for good; needs a reason")
    public ObjectNode discard(byte[] body) {
        Wanted wanted = wanted(body, false);
        return letters.discard(current.write(body), wanted.ids(), wanted.filter(), wanted.reason());
    }

    private record Wanted(
            List<Long> ids,
            DeadLetters.Filter filter,
            @Nullable String connector,
            String reason) {}

    private static Wanted wanted(byte[] body, boolean target) {
        SpecReader reader = new SpecReader(Json.request(body));
        List<String> texts = reader.texts("ids", false);
        SpecReader by = reader.object("filter");
        String state = by.text("state", false);
        DeadLetters.Filter filter = filter(
                state.isEmpty() ? "dead" : state,
                optional(by.text("subscription", false)),
                optional(by.text("resource", false)),
                optional(by.text("cause", false)),
                optional(by.text("exchange", false)));
        by.refuseUnknown();
        if (texts.isEmpty() && filter.subscription() == null && filter.exchange() == null) {
            reader.error(
                    "ids",
                    "请给出编号，或用 filter 限定 subscription 或 exchange",
                    "give ids, or a filter with subscription or exchange");
        }
        String connector = target ? optional(reader.text("connector", false)) : null;
        String reason = reader.text("reason", true);
        reader.finish();
        return new Wanted(texts.stream().map(DeadLettersApi::id).toList(), filter, connector, reason);
    }

    private static DeadLetters.Filter filter(
            String state,
            @Nullable String subscription,
            @Nullable String resource,
            @Nullable String cause,
            @Nullable String exchange) {
        if (!STATES.contains(state)) {
            throw Bodies.invalid(
                    "/state", "应为 dead、quarantined、waiting 或 retrying", "is dead, quarantined, waiting or retrying");
        }
        if (exchange != null) {
            try {
                UUID.fromString(exchange);
            } catch (IllegalArgumentException e) {
                throw Bodies.invalid("/exchange", "应为交换编号", "must be an exchange id");
            }
        }
        return new DeadLetters.Filter(state, subscription, resource, cause, exchange);
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Bodies.invalid("/ids", "应为列表中的编号", "must be ids from the list");
        }
    }

    private static @Nullable String optional(String text) {
        return text.isEmpty() ? null : text;
    }
}
