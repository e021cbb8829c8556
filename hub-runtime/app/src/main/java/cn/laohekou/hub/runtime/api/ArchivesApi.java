package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.runtime.retention.Archive;
import cn.laohekou.hub.runtime.retention.Archives;
import cn.laohekou.hub.runtime.retention.Prunings;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Archives of the ledger: written and verified first, deleted from the database afterwards, one bundle at a time. */
@Path("/api/v1/evidence/archives")
@Tag(name = "evidence", description = "存证")
@Produces(MediaType.APPLICATION_JSON)
public class ArchivesApi {

    /** A third of what a connection may be silent. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LongWork work = new LongWork(PATIENCE, task -> {
        Thread thread = new Thread(task, "hub-archive");
        thread.setDaemon(true);
        thread.start();
    });
    private final Archives archives;
    private final Prunings prunings;
    private final Registry registry;
    private final CurrentCall current;

    ArchivesApi(Archives archives, Prunings prunings, Registry registry, CurrentCall current) {
        this.archives = archives;
        this.prunings = prunings;
        this.registry = registry;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出归档 Bundles in the archive folder, and what was deleted from the database")
    public ObjectNode list() {
        ObjectNode view = Json.object();
        archives.names().forEach(view.putArray("files")::add);
        view.set("pruned", prunings.list());
        return view;
    }

    @POST
    @StepUp
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "写出下一个归档包 Writes and verifies the next bundle of evidence older than before (a date; by default all"
                            + " that may go); archive is null when there is none. Deletes nothing. While it says working, call again")
    public ObjectNode write(byte @Nullable [] body) {
        SpecReader reader = new SpecReader(Bodies.optional(body));
        LocalDate date = reader.parsed(
                "before",
                LocalDate.MIN,
                false,
                LocalDate::parse,
                "应为日期，例如 2023-01-01",
                "must be a date, for example 2023-01-01");
        reader.finish();
        Instant before = archives.floor().before(date.equals(LocalDate.MIN) ? null : date);
        Call call = current.write(null);
        return answer(work.ask("archive " + date, () -> {
            ObjectNode asked = Json.object().put("before", before.toString());
            registry.exports().record(call, "archive", "archive", asked);
            Archive archive = archives.next(before);
            ObjectNode answer = Json.object();
            answer.set("archive", archive == null ? null : view(archive));
            return answer;
        }));
    }

    /** Work that is not done yet says so; the same call again waits for it. */
    private static ObjectNode answer(@Nullable ObjectNode done) {
        return done == null ? Json.object().put("working", true) : done;
    }

    @GET
    @Path("/{name}")
    @Produces("application/zip")
    @Operation(summary = "取得归档包 The bundle itself")
    public Response download(@PathParam("name") String name) {
        java.nio.file.Path file = archives.file(name);
        registry.exports().record(current.write(null), name, "export", Json.object());
        return Response.ok(file.toFile())
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }

    @POST
    @Path("/{name}/prune")
    @StepUp
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "删除已归档部分 Verifies the bundle again, then deletes what it holds from the database in one transaction"
                            + " with the record of it; bundle is the SM3 of the copy the caller keeps")
    public ObjectNode prune(@PathParam("name") String name, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String bundle = reader.text("bundle", true);
        if (!bundle.isEmpty() && !bundle.matches("[0-9a-f]{64}")) {
            reader.error("bundle", "应为 64 位十六进制摘要", "must be a digest of 64 hexadecimal digits");
        }
        reader.finish();
        Actor actor = current.actor();
        return answer(work.ask(
                "prune " + name + " " + bundle,
                () -> view(prunings.prune(actor, name, bundle)).put("pruned", true)));
    }

    private static ObjectNode view(Archive archive) {
        return Json.object()
                .put("name", archive.name())
                .put("node", archive.through().node())
                .put("first", archive.first())
                .put("last", archive.through().sequence())
                .put("head", archive.through().hash())
                .put("records", archive.records())
                .put("bundle", archive.bundle())
                .put("bytes", archive.bytes());
    }
}
