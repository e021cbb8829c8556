package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.Snapshot;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What runs on this node. */
@Path("/api/v1/nodes")
@Tag(name = "nodes", description = "节点")
@Produces(MediaType.APPLICATION_JSON)
public class NodesApi {

    private final Registry registry;
    private final ConnectorRuntime runtime;

    NodesApi(Registry registry, ConnectorRuntime runtime) {
        this.registry = registry;
        this.runtime = runtime;
    }

    @GET
    @Operation(summary = "节点状态 What this node runs and whether it is in step")
    public Queries.Page list() {
        Snapshot snapshot = registry.state().current();
        ObjectNode node = Json.object()
                .put("node", runtime.node())
                .put("inStep", runtime.inStep())
                .put("policyEpoch", snapshot.policy().epoch())
                .put("changeNumber", snapshot.changeNumber());
        node.putArray("connectors").addAll(runtime.statuses());
        return new Queries.Page(List.of(node), null);
    }
}
