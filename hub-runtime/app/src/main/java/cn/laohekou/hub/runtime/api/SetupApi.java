package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.AdministratorRoles;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.Setup;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The first set-up. Open to every person of the realm, because nobody has a role yet; what it takes is the code. */
@Path(SetupApi.PATH)
@Tag(name = "setup", description = "首次设置")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SetupApi {

    /** The one management path the realm is not asked about. */
    static final String PATH = "/api/v1/setup";

    private static final Set<String> MEMBERS = Set.of("code", "role");
    private static final int MAX_CODE = 128;

    private final Registry registry;
    private final CurrentCall current;
    private final AdministratorRoles realm;

    SetupApi(Registry registry, CurrentCall current, AdministratorRoles realm) {
        this.registry = registry;
        this.current = current;
        this.realm = realm;
    }

    /** Whether this is the call that needs a person, but no role. */
    static boolean isSetup(String method, String path) {
        return method.equals("POST") && path.equals(PATH);
    }

    @POST
    @Operation(summary = "领取管理员角色 Take one of the three administrators' roles with the set-up code")
    public ObjectNode take(byte @Nullable [] body) {
        ObjectNode json = Bodies.optional(body);
        List<FieldError> errors = new ArrayList<>();
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                errors.add(FieldError.of("/" + name, "没有此项；可用的项：code、role", "unknown property; known are: code, role"));
            }
        });
        for (String name : MEMBERS) {
            if (!json.path(name).isTextual() || json.path(name).asText().length() > MAX_CODE) {
                errors.add(FieldError.of("/" + name, "应为文字", "must be a text"));
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(Problem.of(ErrorCode.REGISTRATION_INVALID, errors));
        }
        Setup.Candidate who = new Setup.Candidate(current.subject(), current.actor());
        return registry.setup()
                .take(who, hash(json.path("code").asText()), json.path("role").asText(), realm);
    }

    /** Codes are read aloud and typed: case and separators do not count. */
    static byte[] hash(String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
        try {
            return MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
