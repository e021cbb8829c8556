package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.event.Subscriptions;
import cn.laohekou.hub.runtime.registry.Queries;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Grants on messages, as they are delivered. */
@Path("/api/v1/subscriptions")
@Tag(name = "subscriptions", description = "消息订阅")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SubscriptionsApi {

    private final Subscriptions subscriptions;
    private final CurrentCall current;

    SubscriptionsApi(Subscriptions subscriptions, CurrentCall current) {
        this.subscriptions = subscriptions;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List: what waits, and whether it runs")
    public Queries.Page list() {
        return new Queries.Page(subscriptions.list(current.actor()), null);
    }

    @POST
    @Path("/{name}/pause")
    @Operation(summary = "暂停 Pause without loss; needs a reason")
    public ObjectNode pause(@PathParam("name") String name, byte @Nullable [] body) {
        String reason = Bodies.reason(body);
        if (reason == null) {
            throw Bodies.invalid("/reason", "请说明原因", "state a reason");
        }
        return subscriptions.pause(current.write(body), name, true, reason);
    }

    @POST
    @Path("/{name}/resume")
    @StepUp
    @Operation(summary = "恢复 Go on where it stopped")
    public ObjectNode resume(@PathParam("name") String name, byte @Nullable [] body) {
        return subscriptions.pause(current.write(body), name, false, Bodies.reason(body));
    }
}
