package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.certificate.CertificateIdentifier;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What authorities tell the hub about e-certificates. */
@Path("/api/v1/certificates")
@Tag(name = "certificates", description = "电子证照")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CertificatesApi {

    private static final int MAX_REASON = 2000;
    private static final Set<String> MEMBERS = Set.of("certificateIdentifier", "reason");

    private final Registry registry;
    private final CurrentCall current;
    private final EvidenceKeys keys;

    CertificatesApi(Registry registry, CurrentCall current, EvidenceKeys keys) {
        this.registry = registry;
        this.current = current;
        this.keys = keys;
    }

    @POST
    @Path("/notices")
    @Operation(summary = "失效通知 A certificate is no longer to be relied on: every node asks its authority anew")
    public ObjectNode notice(byte[] body) {
        ObjectNode json = Json.request(body);
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw Bodies.invalid(
                        "/" + name,
                        "没有此项；可用的项：certificateIdentifier, reason",
                        "unknown property; known are: certificateIdentifier, reason");
            }
        });
        CertificateIdentifier identifier =
                CertificateIdentifier.parse(json.path("certificateIdentifier").asText());
        if (identifier == null) {
            throw Bodies.invalid(
                    "/certificateIdentifier",
                    "应为电子证照标识（GB/T 36904），校验位正确",
                    "must be an e-certificate identifier (GB/T 36904) with the right check character");
        }
        String reason = json.path("reason").asText();
        if (!json.path("reason").isTextual() || reason.isBlank() || reason.length() > MAX_REASON) {
            throw Bodies.invalid("/reason", "应为 1 至 2000 个字符的文字", "must be a text of 1 to 2000 characters");
        }
        ObjectNode answer = registry.certificates()
                .take(current.write(body), keys.certificate(identifier.text()), identifier.type(), reason);
        return answer.put("policyEpoch", registry.state().current().policy().epoch());
    }
}
