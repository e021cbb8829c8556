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

/** Departments by code. */
@Path("/api/v1/departments")
@Tag(name = "departments", description = "部门")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DepartmentsApi {

    private final Registry registry;
    private final CurrentCall current;

    DepartmentsApi(Registry registry, CurrentCall current) {
        this.registry = registry;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List")
    public Queries.Page list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
        return Paging.page(cursor, limit, registry.queries()::departments);
    }

    @GET
    @Path("/{code}")
    @Operation(summary = "查看 Show")
    public ObjectNode get(@PathParam("code") String code) {
        return registry.queries().department(code);
    }

    @POST
    @Operation(summary = "登记 Register; the same again changes nothing")
    public ObjectNode create(byte[] body) {
        return registry.directory().department(current.write(body), Json.request(body), null);
    }

    @PUT
    @Path("/{code}")
    @Operation(summary = "修改 Change")
    public ObjectNode update(@PathParam("code") String code, byte[] body) {
        return registry.directory().department(current.write(body), Json.request(body), code);
    }

    @POST
    @Path("/{code}/suspend")
    @Operation(summary = "暂停 Stop all calls of its systems, with the reason: takes effect before this answer")
    public ObjectNode suspend(@PathParam("code") String code, byte @Nullable [] body) {
        String reason = Bodies.reason(body);
        if (reason == null) {
            throw Bodies.invalid("/reason", "须写明暂停理由", "must say why");
        }
        return registry.directory().suspend(current.write(body), code, true, reason);
    }

    @POST
    @Path("/{code}/resume")
    @StepUp
    @Operation(summary = "恢复 Let its systems call again")
    public ObjectNode resume(@PathParam("code") String code) {
        return registry.directory().suspend(current.write(null), code, false, null);
    }
}
