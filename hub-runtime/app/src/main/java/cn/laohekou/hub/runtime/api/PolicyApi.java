package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Explanations;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Registry;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Explains decisions without making an exchange. */
@Path("/api/v1/policy/decisions")
@Tag(name = "policy", description = "授权判定")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PolicyApi {

    private final Registry registry;
    private final CurrentCall current;
    private final Clock clock;

    PolicyApi(Registry registry, CurrentCall current, Clock clock) {
        this.registry = registry;
        this.current = current;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "判定说明 Explain what a call would be answered, rule by rule")
    public ObjectNode explain(byte[] body) {
        Actor actor = current.actor();
        Explanations.Question question = Explanations.Question.read(Json.request(body), clock.instant());
        Explanations explanations = new Explanations(registry.state().current().policy());
        if (!explanations.mayAsk(actor, question)) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
        return explanations.explain(question);
    }
}
