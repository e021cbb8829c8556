package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.runtime.sharing.CatalogueChanges;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Changes that catalogue entries have to follow within the law's clock (art. 17). */
@Path("/api/v1/catalogue-changes")
@Tag(name = "catalogue-changes", description = "目录变更")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CatalogueChangesApi {

    private final CatalogueChanges catalogue;
    private final CurrentCall current;

    CatalogueChangesApi(CatalogueChanges catalogue, CurrentCall current) {
        this.catalogue = catalogue;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出目录变更 List changes, what is due first")
    public Queries.Page list() {
        return new Queries.Page(catalogue.list(current.actor()), null);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "查看目录变更 Show a change with its history")
    public ObjectNode get(@PathParam("id") String id) {
        return catalogue.get(current.actor(), id);
    }

    @POST
    @Operation(
            summary = "登记变化 The owner, or the data authority, declares what a catalogue entry has to follow; handing in"
                    + " a revision of the resource ends it")
    public ObjectNode declare(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String resource = reader.name("resource", true);
        String what = reader.text("change", true);
        LocalDate on = reader.parsed(
                "on",
                LocalDate.EPOCH,
                true,
                LocalDate::parse,
                "应为日期，例如 2026-11-02",
                "must be a day, for example 2026-11-02");
        reader.finish();
        return catalogue.declare(current.write(body), resource, what, on);
    }

    @POST
    @Path("/{id}/extend")
    @StepUp
    @Operation(summary = "延期 The data authority gives more working days, five at most")
    public ObjectNode extend(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        int days = (int) reader.integer("days", 0, 0, Integer.MAX_VALUE);
        String reason = reader.text("reason", true);
        reader.finish();
        return catalogue.extend(current.write(body), id, days, reason);
    }

    @POST
    @Path("/{id}/dismiss")
    @StepUp
    @Operation(summary = "不予更新 The data authority sets a change aside that the entry need not follow")
    public ObjectNode dismiss(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String reason = reader.text("reason", true);
        reader.finish();
        return catalogue.dismiss(current.write(body), id, reason);
    }
}
