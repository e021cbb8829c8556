package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.runtime.registry.WatermarkTraces;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Watermarks of released data. */
@Path("/api/v1/watermarks")
@Tag(name = "watermarks", description = "水印溯源")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WatermarksApi {

    private final WatermarkTraces traces;
    private final CurrentCall current;

    WatermarksApi(WatermarkTraces traces, CurrentCall current) {
        this.traces = traces;
        this.current = current;
    }

    @POST
    @Path("/traces")
    @Operation(summary = "溯源 Name the consumer a leaked sample of one field was released to, and how sure that is")
    public ObjectNode trace(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String resource = reader.name("resource", true);
        String field = reader.text("field", true);
        List<String> values = reader.texts("values", true);
        reader.finish();
        return traces.trace(current.write(body), resource, field, values);
    }
}
