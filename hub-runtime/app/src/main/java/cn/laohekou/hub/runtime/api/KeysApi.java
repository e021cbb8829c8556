package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.keys.KeyDirectory;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The hub's own keys. */
@Path("/api/v1/keys")
@Tag(name = "keys", description = "枢纽密钥")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class KeysApi {

    private final KeyDirectory keys;
    private final CurrentCall current;

    KeysApi(KeyDirectory keys, CurrentCall current) {
        this.keys = keys;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List all versions; public halves only")
    public Queries.Page list() {
        return new Queries.Page(keys.list(), null);
    }

    @POST
    @Path("/{name}/rotate")
    @StepUp
    @Operation(summary = "轮换 Make a new version; older ones verify and decrypt until retired")
    public ObjectNode rotate(@PathParam("name") String name, byte @Nullable [] body) {
        return keys.rotate(
                current.write(body), name, body == null || body.length == 0 ? Json.object() : Json.request(body));
    }

    @POST
    @Path("/{name}/versions/{version}/retire")
    @StepUp
    @Operation(summary = "退役 Take an old version out of use for good")
    public ObjectNode retire(@PathParam("name") String name, @PathParam("version") int version) {
        return keys.retire(current.write(null), name, version);
    }
}
