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

/** Data resources. */
@Path("/api/v1/resources")
@Tag(name = "resources", description = "数据资源")
public class ResourcesApi extends RevisionedApi {

    ResourcesApi(Registry registry, CurrentCall current) {
        super(ObjectKind.RESOURCE, registry, current);
    }

    @POST
    @Path("/{name}/review")
    @StepUp
    @Operation(summary = "目录审核 The data authority has reviewed the catalogue entry of the newest revision")
    public ObjectNode review(@PathParam("name") String name) {
        return registry().decisions().review(current().write(null), name);
    }

    @POST
    @Path("/{name}/pause")
    @Operation(summary = "暂停 Pause: to consumers it is not there until it is resumed")
    public ObjectNode pause(@PathParam("name") String name, byte @Nullable [] body) {
        return step(name, ObjectState.Step.PAUSE, body);
    }

    @POST
    @Path("/{name}/resume")
    @StepUp
    @Operation(summary = "恢复 Resume")
    public ObjectNode resume(@PathParam("name") String name) {
        return step(name, ObjectState.Step.RESUME, null);
    }

    @POST
    @Path("/{name}/retire")
    @Operation(summary = "注销 Withdraw for good")
    public ObjectNode retire(@PathParam("name") String name, byte @Nullable [] body) {
        return step(name, ObjectState.Step.RETIRE, body);
    }
}
