package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Who asked, and from where.
 *
 * @param system consumer system id
 * @param department its department, unified social credit code
 * @param network source address or network of the call
 * @param assurance how the caller proved itself, for example {@code client-secret} or {@code mtls}
 * @param person keyed digest of the acting person from {@link EvidenceKeys#person}; null when none was given
 */
public record Asker(
        String system,
        String department,
        String network,
        String assurance,
        @Nullable String person) {

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("system", system);
        json.writeStringField("department", department);
        json.writeStringField("network", network);
        json.writeStringField("assurance", assurance);
        if (person != null) {
            json.writeStringField("person", person);
        }
    }
}
