package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.alert.AlertStore;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.SpecReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What needs attention. */
@Path("/api/v1/alerts")
@Tag(name = "alerts", description = "告警与督办")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AlertsApi {

    private final AlertStore alerts;
    private final CurrentCall current;

    AlertsApi(AlertStore alerts, CurrentCall current) {
        this.alerts = alerts;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List: overdue first, then by date; silenced ones only with all")
    public Queries.Page list(@QueryParam("all") boolean all) {
        return new Queries.Page(alerts.list(current.actor(), all), null);
    }

    @POST
    @Path("/{id}/acknowledge")
    @Operation(summary = "已知悉 Somebody has seen it and sees to it")
    public ObjectNode acknowledge(@PathParam("id") long id, byte @Nullable [] body) {
        SpecReader reader = new SpecReader(Bodies.optional(body));
        String note = reader.text("note", false);
        reader.finish();
        return alerts.acknowledge(current.write(body), id, note.isEmpty() ? null : note);
    }

    @POST
    @Path("/{id}/silence")
    @Operation(summary = "静默 Hide it until a time, at most 30 days ahead; it comes back by itself")
    public ObjectNode silence(@PathParam("id") long id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        Instant until = reader.parsed(
                "until",
                Instant.EPOCH,
                true,
                text -> OffsetDateTime.parse(text).toInstant(),
                "应为带时区的时间",
                "must be a time with offset");
        String note = reader.text("note", true);
        reader.finish();
        return alerts.silence(current.write(body), id, until, note);
    }
}
