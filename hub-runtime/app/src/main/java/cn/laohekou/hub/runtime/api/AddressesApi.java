package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Addresses connectors may reach. */
@Path("/api/v1/outgoing-addresses")
@Tag(name = "outgoing-addresses", description = "允许的出站地址")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AddressesApi {

    private final Registry registry;
    private final CurrentCall current;

    AddressesApi(Registry registry, CurrentCall current) {
        this.registry = registry;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List, of one department if named")
    public Queries.Page list(@QueryParam("department") @Nullable String department) {
        Queries.Page all = registry.queries().addresses(current.actor());
        List<ObjectNode> items = all.items().stream()
                .filter(item -> department == null
                        || department.equals(item.path("department").asText()))
                .toList();
        return new Queries.Page(items, null);
    }

    @POST
    @StepUp
    @Operation(summary = "允许 Allow an address block and port for a department")
    public ObjectNode allow(byte[] body) {
        return registry.addresses().allow(current.write(body), Json.request(body));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "收回 Take a permission back")
    public ObjectNode withdraw(@PathParam("id") String id) {
        try {
            return registry.addresses().withdraw(current.write(null), UUID.fromString(id));
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
    }
}
