package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.policy.DryRuns;
import cn.laohekou.hub.runtime.policy.GrantCuts;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Proposals;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.policy.ConditionType;
import cn.laohekou.hub.security.policy.ConditionTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the security team asks of the policy before and after it changes. */
@Path("/api/v1/policy")
@Tag(name = "policy", description = "授权判定")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PolicyReviewApi {

    private static final int DEFAULT_DRY_RUN_DAYS = 30;
    private static final int DEFAULT_UNUSED_DAYS = 90;
    private static final int MAX_UNUSED_DAYS = 1100;
    /** Grants looked at in one request: each costs a query. */
    private static final int MOST_GRANTS = 100;

    private final Registry registry;
    private final DryRuns dryRuns;
    private final GrantCuts cuts;
    private final CurrentCall current;
    private final Clock clock;

    PolicyReviewApi(Registry registry, DryRuns dryRuns, GrantCuts cuts, CurrentCall current, Clock clock) {
        this.registry = registry;
        this.dryRuns = dryRuns;
        this.cuts = cuts;
        this.current = current;
        this.clock = clock;
    }

    @POST
    @Path("/dry-runs")
    @Operation(
            summary =
                    "试运行 Decide the recorded calls of the last days under a proposed change; next goes on where it stopped")
    public ObjectNode dryRun(byte[] body) {
        ObjectNode asked = Json.request(body);
        JsonNode next = asked.remove("next");
        int days = days(asked.remove("days"), DEFAULT_DRY_RUN_DAYS, DryRuns.MAX_DAYS);
        Instant from = next == null ? null : instant(next.asText());
        Proposals.Proposal proposal = registry.proposals().read(current.actor(), asked);
        return dryRuns.run(proposal, days, from);
    }

    @GET
    @Path("/unused")
    @Operation(summary = "未使用 Grants, operations, purposes and fields nobody used in the last days")
    public Queries.Page unused(
            @QueryParam("days") @Nullable Integer days,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit) {
        Instant since = since(days == null ? DEFAULT_UNUSED_DAYS : days(Json.tree(days), 0, MAX_UNUSED_DAYS));
        return Paging.page(cursor, limit, (after, size) -> {
            GrantCuts.Report report = cuts.report(current.actor(), since, after, Math.min(MOST_GRANTS, size));
            return new Queries.Page(report.items(), report.next());
        });
    }

    @POST
    @Path("/unused/{grant}/cut")
    @Operation(summary = "收窄 Submit a new revision of the grant without what nobody used in the last days")
    public ObjectNode cut(@PathParam("grant") String grant, byte @Nullable [] body) {
        ObjectNode asked = Bodies.optional(body);
        int days = days(asked.remove("days"), DEFAULT_UNUSED_DAYS, MAX_UNUSED_DAYS);
        if (!asked.isEmpty()) {
            throw Bodies.invalid(
                    "/" + asked.fieldNames().next(), "没有此项；可用的项：days", "unknown property; known are: days");
        }
        return cuts.cut(current.write(body), grant, since(days));
    }

    @GET
    @Path("/conditions")
    @Operation(summary = "条件 The conditions a grant can state, each with what it demands and an example")
    public Queries.Page conditions() {
        List<ObjectNode> items = new ArrayList<>();
        for (ConditionType type : ConditionTypes.standard().all()) {
            ObjectNode item =
                    Json.object().put("name", type.name()).put("zh", type.zh()).put("en", type.en());
            item.set("example", Json.tree(type.example()));
            items.add(item);
        }
        return new Queries.Page(items, null);
    }

    private Instant since(int days) {
        return clock.instant().minus(Duration.ofDays(days));
    }

    private static int days(@Nullable JsonNode days, int fallback, int most) {
        if (days == null) {
            return fallback;
        }
        if (!days.isInt() || days.intValue() < 1 || days.intValue() > most) {
            throw Bodies.invalid("/days", "应为 1 至 " + most + " 的整数", "must be a whole number from 1 to " + most);
        }
        return days.intValue();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw Bodies.invalid("/next", "应为上一次应答中的 next", "must be the next of the answer before");
        }
    }
}
