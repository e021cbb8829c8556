package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.runtime.sharing.SharingCases;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Corrections (art. 26), disputes (art. 28) and the tasks at the end of a grant (arts. 27, 29). */
@Path("/api/v1")
@Tag(name = "sharing-cases", description = "校核、争议与终止报告")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CasesApi {

    private final SharingCases cases;
    private final CurrentCall current;

    CasesApi(SharingCases cases, CurrentCall current) {
        this.cases = cases;
        this.current = current;
    }

    @GET
    @Path("/corrections")
    @Operation(summary = "列出校核申请 List corrections, what is due first")
    public Queries.Page corrections() {
        return new Queries.Page(cases.corrections(current.actor()), null);
    }

    @GET
    @Path("/corrections/{id}")
    @Operation(summary = "查看校核申请 Show a correction")
    public ObjectNode correction(@PathParam("id") String id) {
        return cases.correction(current.actor(), id);
    }

    @POST
    @Path("/corrections")
    @Operation(summary = "校核申请 The consumer found an error: which exchange, which field, what is wrong; no ID number")
    public ObjectNode fileCorrection(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String grant = reader.name("grant", true);
        ObjectNode content = Json.object()
                .put("exchange", reader.text("exchange", true))
                .put("field", reader.text("field", true))
                .put("problem", reader.text("problem", true))
                .put("usage", reader.text("usage", true));
        reader.finish();
        return cases.fileCorrection(current.write(body), grant, content);
    }

    @POST
    @Path("/corrections/{id}/answer")
    @Operation(summary = "答复 The provider has verified: corrected, or kept with the reason")
    public ObjectNode answerCorrection(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        boolean corrected = reader.flag("corrected", false);
        String answer = reader.text("answer", true);
        reader.finish();
        return cases.answerCorrection(
                current.write(body), id, corrected, Json.object().put("answer", answer));
    }

    @GET
    @Path("/disputes")
    @Operation(summary = "列出争议 List disputes")
    public Queries.Page disputes() {
        return new Queries.Page(cases.disputes(current.actor()), null);
    }

    @GET
    @Path("/disputes/{id}")
    @Operation(summary = "查看争议 Show a dispute")
    public ObjectNode dispute(@PathParam("id") String id) {
        return cases.dispute(current.actor(), id);
    }

    @POST
    @Path("/disputes")
    @Operation(summary = "提请调解 Either side asks the data authority to mediate, saying what was negotiated")
    public ObjectNode raiseDispute(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String grant = reader.name("grant", true);
        ObjectNode content = Json.object()
                .put("matter", reader.text("matter", true))
                .put("negotiated", reader.text("negotiated", true));
        reader.finish();
        return cases.raiseDispute(current.write(body), grant, content);
    }

    @POST
    @Path("/disputes/{id}/decide")
    @StepUp
    @Operation(summary = "调解结果 The data authority notes the settlement or decides")
    public ObjectNode decideDispute(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        boolean settled = reader.flag("settled", false);
        String decision = reader.text("decision", true);
        reader.finish();
        return cases.decideDispute(
                current.write(body), id, settled, Json.object().put("decision", decision));
    }

    @GET
    @Path("/tasks")
    @Operation(summary = "列出终止报告任务 List the reports owed at the end of grants, what is due first")
    public Queries.Page tasks() {
        return new Queries.Page(cases.tasks(current.actor()), null);
    }

    @GET
    @Path("/tasks/{id}")
    @Operation(summary = "查看任务 Show a task")
    public ObjectNode task(@PathParam("id") String id) {
        return cases.task(current.actor(), id);
    }

    @POST
    @Path("/tasks/{id}/complete")
    @Operation(summary = "终止报告 The consumer reports results of use, storage and destruction")
    public ObjectNode completeTask(@PathParam("id") String id, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        ObjectNode outcome =
                Json.object().put("results", reader.text("results", true)).put("storage", reader.text("storage", true));
        SpecReader destruction = reader.required("destruction");
        LocalDate on = destruction.parsed(
                "on",
                LocalDate.EPOCH,
                true,
                LocalDate::parse,
                "应为日期，例如 2026-11-02",
                "must be a day, for example 2026-11-02");
        outcome.putObject("destruction")
                .put("method", destruction.text("method", true))
                .put("on", on.toString())
                .put("by", destruction.text("by", true));
        destruction.refuseUnknown();
        reader.finish();
        return cases.completeTask(current.write(body), id, outcome);
    }
}
