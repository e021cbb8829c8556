package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.job.JobDesk;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Long work: tables and files on their way, with progress. */
@Path("/api/v1/jobs")
@Tag(name = "jobs", description = "作业")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class JobsApi {

    private final JobDesk desk;
    private final CurrentCall current;

    JobsApi(JobDesk desk, CurrentCall current) {
        this.desk = desk;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List, the newest first; departments see those from or to them")
    public Queries.Page list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("grant") @Nullable String grant) {
        return Paging.page(cursor, limit, (after, size) -> desk.list(current.actor(), after, size, grant));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "查看 Show counts, rate, estimate and the report of conversions")
    public ObjectNode get(@PathParam("id") String id) {
        return desk.show(current.actor(), id);
    }

    @POST
    @Operation(
            summary = "启动 Start a pass under a grant on rows; acceptSchema takes the tables' present columns as right")
    public ObjectNode start(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String grant = reader.text("grant", true);
        boolean accept = reader.flag("acceptSchema", false);
        reader.finish();
        return desk.start(current.write(body), grant, null, Json.object().put("acceptSchema", accept));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(summary = "取消 Cancel; it ends after the chunk under way")
    public ObjectNode cancel(@PathParam("id") String id, byte @Nullable [] body) {
        new SpecReader(Bodies.optional(body)).finish();
        return desk.cancel(current.write(body), id);
    }
}
