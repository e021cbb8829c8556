package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.ObjectState;
import cn.laohekou.hub.runtime.registry.Registry;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sharing authorisations. */
@Path("/api/v1/grants")
@Tag(name = "grants", description = "共享授权")
public class GrantsApi extends RevisionedApi {

    GrantsApi(Registry registry, CurrentCall current) {
        super(ObjectKind.GRANT, registry, current);
    }

    @POST
    @Path("/{name}/consent")
    @StepUp
    @Operation(summary = "同意 The providing department agrees")
    public ObjectNode consent(@PathParam("name") String name) {
        return registry().decisions().consent(current().write(null), name);
    }

    @POST
    @Path("/{name}/suspend")
    @Operation(summary = "暂停 Suspend: takes effect before this answer")
    public ObjectNode suspend(@PathParam("name") String name, byte @Nullable [] body) {
        return step(name, ObjectState.Step.SUSPEND, body);
    }

    @POST
    @Path("/{name}/resume")
    @StepUp
    @Operation(summary = "恢复 End a suspension")
    public ObjectNode resume(@PathParam("name") String name) {
        return step(name, ObjectState.Step.RESUME, null);
    }

    @POST
    @Path("/{name}/revoke")
    @StepUp
    @Operation(summary = "撤销 Revoke for good: takes effect before this answer")
    public ObjectNode revoke(@PathParam("name") String name, byte @Nullable [] body) {
        return step(name, ObjectState.Step.REVOKE, body);
    }
}
