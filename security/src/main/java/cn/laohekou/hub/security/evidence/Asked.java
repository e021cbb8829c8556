package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, and for what.
 *
 * @param resource resource name
 * @param revision its revision
 * @param operation operation name
 * @param purpose purpose stated
 * @param caseNumber case number stated; null when none was given
 * @param request commitment to the request: target and body
 */
public record Asked(
        String resource,
        int revision,
        String operation,
        String purpose,
        @Nullable String caseNumber,
        Commitment request) {

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("resource", resource);
        json.writeNumberField("resourceRevision", revision);
        json.writeStringField("operation", operation);
        json.writeStringField("purpose", purpose);
        if (caseNumber != null) {
            json.writeStringField("case", caseNumber);
        }
        json.writeStringField("request", request.hex());
    }
}
