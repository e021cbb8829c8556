package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/**
 * Completes the generated document: security, the problem documents every call can end with, and an example for every
 * body. Examples stand in {@code openapi-examples.json}, by collection and operation.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class OpenApiDocument implements OASFilter {

    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PROBLEMS = Map.of(
            "400", "请求有误 Malformed request",
            "401", "令牌缺失或无效 No valid token",
            "403", "无权办理 Not permitted",
            "404", "不存在或无权知晓 Not found, or not yours to know",
            "409", "当前状态不允许 Not possible in the present state",
            "422", "登记内容有误，逐项列出 Not valid; every bad field is named",
            "503", "认证中心或存证暂不可用 Identity server or evidence store unavailable; see Retry-After");

    /** Actions that make sense without a body. */
    private static final Set<String> BODY_OPTIONAL = Set.of(
            "approve",
            "reject",
            "enable",
            "submit",
            "pause",
            "suspend",
            "retire",
            "revoke",
            "acknowledge",
            "credentials",
            "rotate",
            "archives",
            "cancel",
            "resume");

    private final JsonNode examples = read();

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        "token",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description("人员登录后的令牌 Access token of a person, client hub-cli"));
        document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme("token"));
        Map<String, PathItem> paths = document.getPaths().getPathItems();
        paths.forEach((path, item) ->
                item.getOperations().forEach((method, operation) -> complete(path, method.name(), operation)));
    }

    private void complete(String path, String method, Operation operation) {
        String collection = path.replaceFirst("^/api/v1/", "").replaceFirst("/.*$", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        PROBLEMS.forEach((status, description) -> operation
                .getResponses()
                .addAPIResponse(
                        status,
                        OASFactory.createAPIResponse()
                                .description(description)
                                .content(content(Problem.MEDIA_TYPE, problem(status)))));
        operation
                .getResponses()
                .addAPIResponse(
                        "200",
                        OASFactory.createAPIResponse()
                                .description("成功 Done")
                                .content(
                                        last.equals("bundles")
                                                ? content("application/zip", null)
                                                : content(
                                                        last.equals("print") ? "text/html" : JSON_TYPE,
                                                        answer(collection, path, method, last))));
        if (operation.getRequestBody() != null) {
            operation.setRequestBody(OASFactory.createRequestBody()
                    .required(!BODY_OPTIONAL.contains(last))
                    .content(content(JSON_TYPE, request(collection, last))));
        }
        if (!method.equals("GET")) {
            operation.addParameter(OASFactory.createParameter()
                    .name("Idempotency-Key")
                    .in(Parameter.In.HEADER)
                    .required(false)
                    .description("24 小时内以同一键重复提交同一请求，得到同一结果；之后该键作废。"
                            + " Within 24 hours the same request under the same key gets the same answer;"
                            + " then the key is forgotten.")
                    .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING))));
        }
    }

    private JsonNode request(String collection, String last) {
        JsonNode special = examples.path("actions").path(collection + "/" + last);
        JsonNode action = special.isMissingNode() ? examples.path("actions").path(last) : special;
        return action.isMissingNode() ? examples.path("requests").path(collection) : action;
    }

    private JsonNode answer(String collection, String path, String method, String last) {
        JsonNode special = examples.path("answers").path(collection + "/" + last);
        if (!special.isMissingNode()) {
            return special;
        }
        JsonNode one = examples.path("answers").path(collection);
        boolean list = method.equals("GET") && !path.contains("{");
        return list && !one.has("items")
                ? JSON.createObjectNode().set("items", JSON.createArrayNode().add(one))
                : one;
    }

    private static JsonNode problem(String status) {
        ErrorCode code =
                switch (status) {
                    case "400" -> ErrorCode.JSON_MALFORMED;
                    case "401" -> ErrorCode.TOKEN_EXPIRED;
                    case "403" -> ErrorCode.NOT_PERMITTED;
                    case "404" -> ErrorCode.NOT_FOUND;
                    case "409" -> ErrorCode.STATE_CONFLICT;
                    case "422" -> ErrorCode.REGISTRATION_INVALID;
                    default -> ErrorCode.MANAGEMENT_IDENTITY_DOWN;
                };
        return Problem.of(code).toJson(false).put("incident", "5f0c2a9d3e7b1846");
    }

    private static Content content(String type, @Nullable JsonNode example) {
        MediaType media =
                OASFactory.createMediaType().schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT)));
        if (example != null && !example.isMissingNode()) {
            media.setExample(plain(example));
        }
        return OASFactory.createContent().addMediaType(type, media);
    }

    private static Object plain(JsonNode node) {
        try {
            return JSON.treeToValue(node, Object.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read() {
        try (InputStream file = OpenApiDocument.class.getResourceAsStream("/openapi-examples.json")) {
            return JSON.readTree(Objects.requireNonNull(file, "openapi-examples.json is missing"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
