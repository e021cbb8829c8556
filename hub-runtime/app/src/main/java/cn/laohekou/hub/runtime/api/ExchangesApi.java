package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.evidence.EvidenceSearch;
import cn.laohekou.hub.runtime.evidence.FoundRecord;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.policy.CompiledResource;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One exchange: its records from the decision to the outcome. */
@Path("/api/v1/exchanges")
@Tag(name = "exchanges", description = "交换")
@Produces(MediaType.APPLICATION_JSON)
public class ExchangesApi {

    private final EvidenceSearch search;
    private final Registry registry;
    private final CurrentCall current;

    ExchangesApi(EvidenceSearch search, Registry registry, CurrentCall current) {
        this.search = search;
        this.registry = registry;
        this.current = current;
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "查看 All evidence of one exchange; departments see those they took part in")
    public ObjectNode get(@PathParam("id") String id) {
        List<ObjectNode> records = find(id).stream().map(RecordViews::of).toList();
        Actor actor = current.actor();
        if (records.isEmpty() || (actor.boundToDepartment() && records.stream().noneMatch(r -> tookPart(actor, r)))) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
        ObjectNode view = Json.object().put("exchange", id);
        view.putArray("records").addAll(records);
        return view;
    }

    private List<FoundRecord> find(String id) {
        try {
            return search.byExchange(UUID.fromString(id));
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }

    /** As the asking department, or as the one that owns the resource. */
    private boolean tookPart(Actor actor, ObjectNode view) {
        var record = view.path("record");
        CompiledResource resource = registry.state()
                .current()
                .policy()
                .resource(record.path("resource").asText());
        return actor.isOf(record.path("department").asText())
                || (resource != null && actor.isOf(resource.resource().department()));
    }
}
