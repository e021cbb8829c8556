package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.DesiredConnector;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.ObjectState;
import cn.laohekou.hub.runtime.registry.Prober;
import cn.laohekou.hub.runtime.registry.Registry;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Connectors. */
@Path("/api/v1/connectors")
@Tag(name = "connectors", description = "连接器")
public class ConnectorsApi extends RevisionedApi {

    private final Prober prober;
    private final ConnectorRuntime runtime;

    ConnectorsApi(Registry registry, CurrentCall current, Prober prober, ConnectorRuntime runtime) {
        super(ObjectKind.CONNECTOR, registry, current);
        this.prober = prober;
        this.runtime = runtime;
    }

    @GET
    @Path("/{name}/status")
    @Operation(summary = "状态 What should run and what runs, on this node")
    public ObjectNode status(@PathParam("name") String name) {
        ObjectNode object = get(name);
        ObjectNode status = Json.object().put("connector", name);
        status.set("state", object.get("state"));
        status.set("runningRevision", object.get("runningRevision"));
        status.set("latestRevision", object.get("latestRevision"));
        var nodes = status.putArray("nodes");
        runtime.status(name).ifPresent(nodes::add);
        return status;
    }

    @POST
    @Path("/{name}/probe")
    @Operation(
            summary =
                    "拨测 Ask the counterpart for a sign of life with the newest revision; needed before it is submitted")
    public ObjectNode probe(@PathParam("name") String name) {
        Call call = current().write(null);
        DesiredConnector candidate = registry().queries().candidate(call.actor(), name);
        Prober.Outcome outcome = prober.probe(candidate);
        ObjectNode noted = registry().decisions().probed(call, name, candidate.revision(), outcome);
        if (!outcome.answered()) {
            throw new Refused(new Problem(
                    ErrorCode.PROBE_FAILED,
                    outcome.text(),
                    Problem.of(ErrorCode.PROBE_FAILED).incident(),
                    List.of(),
                    0));
        }
        return noted;
    }

    @POST
    @Path("/{name}/pause")
    @Operation(summary = "暂停 Pause: exchanges get 503 until it is resumed")
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
    @Path("/{name}/restart")
    @Operation(summary = "重启 Start again from nothing, on this node")
    public ObjectNode restart(@PathParam("name") String name) {
        ObjectNode noted = registry().running().noteRestart(current().write(null), name);
        runtime.restart(name);
        return noted;
    }

    @POST
    @Path("/{name}/retire")
    @Operation(summary = "注销 Stop for good")
    public ObjectNode retire(@PathParam("name") String name, byte @Nullable [] body) {
        return step(name, ObjectState.Step.RETIRE, body);
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "注销 Stop for good; what was registered stays on record")
    public ObjectNode delete(@PathParam("name") String name, byte @Nullable [] body) {
        return step(name, ObjectState.Step.RETIRE, body);
    }
}
