package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registrations;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.runtime.sharing.Sharing;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Sharing applications. An application is what a grant's revision states under {@code application}; the grant's own
 * approval stays the only way to an active grant.
 */
@Path("/api/v1/applications")
@Tag(name = "applications", description = "共享申请")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ApplicationsApi {

    private static final int MAX_EXTENSION = 365;

    private final Sharing sharing;
    private final Registry registry;
    private final CurrentCall current;

    ApplicationsApi(Sharing sharing, Registry registry, CurrentCall current) {
        this.sharing = sharing;
        this.registry = registry;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List: overdue first, then soon due")
    public Queries.Page list() {
        return new Queries.Page(sharing.applications(current.actor()), null);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "查看 Show with everything that happened to it")
    public ObjectNode get(@PathParam("id") String id) {
        return sharing.application(current.actor(), id);
    }

    @POST
    @Operation(
            summary =
                    "申请 Apply: writes the grant's revision and hands it in; everything missing is named at once and nothing is rejected")
    public ObjectNode apply(byte[] body) {
        Registrations.Request request =
                Registrations.Request.of(current.actor(), Json.request(body), null, false, false);
        boolean known = registry.queries().exists(ObjectKind.GRANT, request.name());
        if (known) {
            registry.registrations().revise(current.part(body, "revise"), ObjectKind.GRANT, request);
        } else {
            registry.registrations().create(current.part(body, "create"), ObjectKind.GRANT, request);
        }
        registry.decisions().submit(current.part(body, "submit"), ObjectKind.GRANT, request.name());
        return sharing.ofGrant(current.actor(), request.name());
    }

    @POST
    @Path("/{id}/supplement")
    @Operation(
            summary = "一次性告知补正 Name everything that is missing, once; the clock stands still until it is filed again")
    public ObjectNode supplement(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        List<String> missing = reader.texts("missing", true);
        reader.finish();
        return sharing.askSupplement(current.write(body), id, missing);
    }

    @POST
    @Path("/{id}/consent")
    @StepUp
    @Operation(summary = "同意 The providing department agrees; the security review remains")
    public ObjectNode consent(@PathParam("id") String id) {
        registry.decisions().consent(current.write(null), sharing.grantOf(current.actor(), id));
        return get(id);
    }

    @POST
    @Path("/{id}/refuse")
    @StepUp
    @Operation(summary = "不予同意 The providing department refuses, with the reason")
    public ObjectNode refuse(@PathParam("id") String id, byte[] body) {
        String reason = reason(body);
        registry.decisions().refuse(current.write(body), sharing.grantOf(current.actor(), id), reason);
        return get(id);
    }

    @POST
    @Path("/{id}/withdraw")
    @Operation(summary = "撤回 The applicant takes it back")
    public ObjectNode withdraw(@PathParam("id") String id, byte[] body) {
        String reason = reason(body);
        registry.decisions().withdraw(current.write(body), sharing.grantOf(current.actor(), id), reason);
        return get(id);
    }

    @POST
    @Path("/{id}/ask-extension")
    @Operation(summary = "请求延期 The provider asks the data authority for more working days")
    public ObjectNode askExtension(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        int days = (int) reader.integer("days", 0, 1, MAX_EXTENSION);
        String reason = reader.text("reason", true);
        reader.finish();
        return sharing.askExtension(current.write(body), id, days, reason);
    }

    @POST
    @Path("/{id}/extend")
    @StepUp
    @Operation(summary = "同意延期 The data authority gives more working days; the applicant is told")
    public ObjectNode extend(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        int days = (int) reader.integer("days", 0, 1, MAX_EXTENSION);
        String reason = reader.text("reason", true);
        reader.finish();
        return sharing.extend(current.write(body), id, days, reason);
    }

    @POST
    @Path("/{id}/deliver")
    @Operation(summary = "交付 The provider has delivered")
    public ObjectNode deliver(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String means = reader.text("means", true);
        reader.finish();
        return sharing.deliver(current.write(body), id, means);
    }

    private static String reason(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String reason = reader.text("reason", true);
        reader.finish();
        return reason;
    }
}
