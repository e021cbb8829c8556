package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.file.FileDesk;
import cn.laohekou.hub.runtime.file.TransferState;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Queries;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Files on their way. */
@Path("/api/v1/file-transfers")
@Tag(name = "file-transfers", description = "文件传输")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class FileTransfersApi {

    private final FileDesk desk;
    private final CurrentCall current;

    FileTransfersApi(FileDesk desk, CurrentCall current) {
        this.desk = desk;
        this.current = current;
    }

    @GET
    @Operation(summary = "列出 List, the newest first")
    public Queries.Page list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit) {
        return Paging.page(
                cursor,
                limit,
                (after, size) -> desk.list(current.actor(), state(state), after.isEmpty() ? null : id(after), size));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "查看 One transfer with its progress")
    public ObjectNode one(@PathParam("id") String id) {
        return desk.show(current.actor(), id(id));
    }

    @POST
    @Path("/{id}/retry")
    @Operation(summary = "重试 Begin an ended transfer again")
    public ObjectNode retry(@PathParam("id") String id) {
        return desk.retry(current.write(null), id(id));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(summary = "取消 Let a transfer end; nothing of it is published")
    public ObjectNode cancel(@PathParam("id") String id) {
        return desk.cancel(current.write(null), id(id));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
    }

    private static @Nullable TransferState state(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return TransferState.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw Refused.of(ErrorCode.PARAMETER_INVALID);
        }
    }
}
