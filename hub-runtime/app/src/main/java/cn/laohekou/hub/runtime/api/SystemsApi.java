package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.identity.RealmSettings;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.ClientSecrets;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.SystemClients;
import cn.laohekou.hub.runtime.registry.SystemOutbox;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Departments' systems. */
@Path("/api/v1/systems")
@Tag(name = "systems", description = "系统")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SystemsApi {

    private final Registry registry;
    private final CurrentCall current;
    private final SystemOutbox outbox;
    private final ClientSecrets secrets;
    private final RealmSettings realm;

    SystemsApi(
            Registry registry, CurrentCall current, SystemOutbox outbox, SystemClients clients, RealmSettings realm) {
        this.registry = registry;
        this.current = current;
        this.outbox = outbox;
        this.secrets = new ClientSecrets(registry.systems(), outbox, clients);
        this.realm = realm;
    }

    @GET
    @Operation(summary = "列出 List")
    public Queries.Page list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable Integer limit) {
        return Paging.page(cursor, limit, (after, size) -> registry.queries().systems(current.actor(), after, size));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "查看 Show")
    public ObjectNode get(@PathParam("id") String id) {
        return registry.queries().system(current.actor(), id);
    }

    @POST
    @Operation(summary = "登记 Register a system of the own department")
    public ObjectNode create(byte[] body) {
        return carried(registry.systems().write(current.write(body), Json.request(body), null));
    }

    @PUT
    @Path("/{id}")
    @StepUp
    @Operation(summary = "修改 Change, or register under this id")
    public ObjectNode update(@PathParam("id") String id, byte[] body) {
        return carried(registry.systems().write(current.write(body), Json.request(body), id));
    }

    @POST
    @Path("/{id}/disable")
    @Operation(summary = "停用 Stop its calls: takes effect before this answer")
    public ObjectNode disable(@PathParam("id") String id) {
        return carried(registry.systems().enable(current.write(null), id, false));
    }

    @POST
    @Path("/{id}/enable")
    @StepUp
    @Operation(summary = "启用 Let it call again")
    public ObjectNode enable(@PathParam("id") String id) {
        return carried(registry.systems().enable(current.write(null), id, true));
    }

    @GET
    @Path("/{id}/credentials")
    @Operation(summary = "凭据清单 List what it proves itself with instead of a token; never a secret")
    public Queries.Page listCredentials(@PathParam("id") String id) {
        return new Queries.Page(registry.credentials().list(current.actor(), id), null);
    }

    @POST
    @Path("/{id}/credentials/{credential}/revoke")
    @Operation(summary = "吊销凭据 End a credential: takes effect before this answer")
    public ObjectNode revokeCredential(@PathParam("id") String id, @PathParam("credential") UUID credential) {
        return registry.credentials().revoke(current.write(null), id, credential);
    }

    @POST
    @Path("/{id}/credentials")
    @StepUp
    @Operation(
            summary =
                    "发放凭据 Give it a credential; secrets are shown once. Without a body: a new client secret for tokens,"
                            + " and the former one ends; with kind client-secret and overlapDays it counts on for a while")
    public ObjectNode credentials(@PathParam("id") String id, byte @Nullable [] body) {
        boolean bare = body == null || body.length == 0;
        ObjectNode asked = Bodies.optional(body);
        if (!bare && !ClientSecrets.asked(asked)) {
            return registry.credentials().add(current.write(body), id, asked);
        }
        Duration overlap = bare ? Duration.ZERO : ClientSecrets.overlap(asked);
        return secrets.replace(current.write(body), id, overlap)
                .put("tokenEndpoint", realm.tokenEndpoint().toString());
    }

    /** Tries to carry the change over at once; what fails is tried again in the background. */
    private ObjectNode carried(ObjectNode system) {
        try {
            outbox.run();
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
        return system;
    }
}
