package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.job.JobDesk;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.runtime.table.ReconciliationWork;
import cn.laohekou.hub.runtime.table.Reconciliations;
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

/** Proof that what left one side arrived at the other. */
@Path("/api/v1/reconciliations")
@Tag(name = "reconciliations", description = "对账")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ReconciliationsApi {

    private final JobDesk desk;
    private final Reconciliations reports;
    private final CurrentCall current;

    ReconciliationsApi(JobDesk desk, Reconciliations reports, CurrentCall current) {
        this.desk = desk;
        this.reports = reports;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List signed reports, the newest first")
    public Queries.Page list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("grant") @Nullable String grant) {
        return Paging.page(cursor, limit, (after, size) -> reports.list(current.actor(), after, size, grant));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "查看 Show a report with the exact bytes that were signed")
    public ObjectNode get(@PathParam("id") String id) {
        return reports.show(current.actor(), id);
    }

    @POST
    @Operation(summary = "对账 Reconcile a grant on rows; a job. With resupply, rows lost or altered are supplied again")
    public ObjectNode start(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String grant = reader.text("grant", true);
        boolean resupply = reader.flag("resupply", false);
        reader.finish();
        return desk.start(
                current.write(body),
                grant,
                ReconciliationWork.KIND,
                Json.object().put(ReconciliationWork.RESUPPLY, resupply));
    }
}
