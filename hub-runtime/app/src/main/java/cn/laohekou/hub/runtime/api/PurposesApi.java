package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Purposes by code. */
@Path("/api/v1/purposes")
@Tag(name = "purposes", description = "用途")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PurposesApi {

    private final Registry registry;
    private final CurrentCall current;

    PurposesApi(Registry registry, CurrentCall current) {
        this.registry = registry;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List")
    public Queries.Page list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
        return Paging.page(cursor, limit, registry.queries()::purposes);
    }

    @GET
    @Path("/{code}")
    @Operation(summary = "查看 Show")
    public ObjectNode get(@PathParam("code") String code) {
        return registry.queries().purpose(code);
    }

    @POST
    @Operation(summary = "登记 Register; the same again changes nothing")
    public ObjectNode create(byte[] body) {
        return registry.directory().purpose(current.write(body), Json.request(body), null);
    }

    @PUT
    @Path("/{code}")
    @Operation(summary = "修改 Change")
    public ObjectNode update(@PathParam("code") String code, byte[] body) {
        return registry.directory().purpose(current.write(body), Json.request(body), code);
    }
}
