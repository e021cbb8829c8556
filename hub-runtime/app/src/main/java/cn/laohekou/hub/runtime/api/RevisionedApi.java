package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Grounds;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.ObjectState;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registrations;
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
import org.jspecify.annotations.Nullable;

/** What connectors, resources and grants have in common: they change by revisions that somebody else approves. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
abstract class RevisionedApi {

    private final ObjectKind kind;
    private final Registry registry;
    private final CurrentCall current;

    RevisionedApi(ObjectKind kind, Registry registry, CurrentCall current) {
        this.kind = kind;
        this.registry = registry;
        this.current = current;
    }

    Registry registry() {
        return registry;
    }

    CurrentCall current() {
        return current;
    }

    ObjectNode step(String name, ObjectState.Step step, byte @Nullable [] body) {
        return registry.running().step(current.write(body), kind, name, step, Grounds.stop(Bodies.optional(body)));
    }

    @GET
    @Operation(summary = "列出 List")
    public Queries.Page list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
        return Paging.page(
                cursor, limit, (after, size) -> registry.queries().objects(current.actor(), kind, after, size));
    }

    @POST
    @Operation(summary = "登记 Register with a first revision; dryRun checks only, draft stores unchecked")
    public ObjectNode create(byte[] body, @QueryParam("draft") boolean draft, @QueryParam("dryRun") boolean dryRun) {
        return registry.registrations()
                .create(
                        current.write(body),
                        kind,
                        Registrations.Request.of(current.actor(), Json.request(body), null, draft, dryRun));
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "查看 Show with its newest revision")
    public ObjectNode get(@PathParam("name") String name) {
        return registry.queries().object(current.actor(), kind, name);
    }

    @PUT
    @Path("/{name}")
    @Operation(summary = "新版本 Write a new revision; the same again changes nothing")
    public ObjectNode revise(
            @PathParam("name") String name,
            byte[] body,
            @QueryParam("draft") boolean draft,
            @QueryParam("dryRun") boolean dryRun) {
        return registry.registrations()
                .revise(
                        current.write(body),
                        kind,
                        Registrations.Request.of(current.actor(), Json.request(body), name, draft, dryRun));
    }

    @POST
    @Path("/{name}/validate")
    @Operation(summary = "校验 Check the newest revision")
    public ObjectNode validate(@PathParam("name") String name) {
        return registry.decisions().validate(current.write(null), kind, name);
    }

    @POST
    @Path("/{name}/submit")
    @Operation(summary = "提交 Hand the newest revision over for approval; what takes away what others use needs grounds")
    public ObjectNode submit(@PathParam("name") String name, byte @Nullable [] body) {
        return registry.decisions().submit(current.write(body), kind, name, Grounds.stop(Bodies.optional(body)));
    }

    @POST
    @Path("/{name}/approve")
    @StepUp
    @Operation(summary = "批准 Approve the newest revision; not by whoever wrote or submitted it")
    public ObjectNode approve(@PathParam("name") String name, byte @Nullable [] body) {
        return registry.decisions().approve(current.write(body), kind, name, Bodies.reason(body));
    }

    @POST
    @Path("/{name}/reject")
    @StepUp
    @Operation(summary = "驳回 Reject the newest revision; of a grant only under a named rule")
    public ObjectNode reject(@PathParam("name") String name, byte @Nullable [] body) {
        return registry.decisions().reject(current.write(body), kind, name, Grounds.decision(Bodies.optional(body)));
    }

    @POST
    @Path("/{name}/rollback")
    @StepUp
    @Operation(summary = "回退 Run a formerly approved revision again")
    public ObjectNode rollback(@PathParam("name") String name, byte @Nullable [] body) {
        ObjectNode stated = Bodies.optional(body);
        int number = Bodies.revision(stated);
        return registry.running().rollback(current.write(body), kind, name, number, Grounds.stop(stated));
    }

    @GET
    @Path("/{name}/revisions")
    @Operation(summary = "版本列表 All revisions, newest first")
    public Queries.Page revisions(@PathParam("name") String name) {
        return new Queries.Page(registry.queries().revisions(current.actor(), kind, name), null);
    }

    @GET
    @Path("/{name}/revisions/{number}")
    @Operation(summary = "查看版本 Show one revision")
    public ObjectNode revision(@PathParam("name") String name, @PathParam("number") int number) {
        return registry.queries().revision(current.actor(), kind, name, number);
    }

    @GET
    @Path("/{name}/diff")
    @Operation(summary = "差异 What the newest revision changes against the running one")
    public Queries.Page diff(@PathParam("name") String name) {
        return new Queries.Page(registry.queries().diff(current.actor(), kind, name), null);
    }
}
