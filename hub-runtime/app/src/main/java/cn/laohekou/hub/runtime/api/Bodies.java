package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small request bodies of decisions. */
final class Bodies {

    private static final int MAX_REASON = 2000;

    private Bodies() {}

    /** A body that may be missing. */
    static ObjectNode optional(byte @Nullable [] body) {
        return body == null || body.length == 0 ? Json.object() : Json.request(body);
    }

    /** The member {@code reason}; null when it is not given. */
    static @Nullable String reason(byte @Nullable [] body) {
        ObjectNode json = optional(body);
        json.fieldNames().forEachRemaining(name -> {
            if (!name.equals("reason")) {
                throw invalid("/" + name, "没有此项；可用的项：reason", "unknown property; known are: reason");
            }
        });
        if (!json.has("reason")) {
            return null;
        }
        String reason = json.path("reason").asText();
        if (!json.path("reason").isTextual() || reason.isBlank() || reason.length() > MAX_REASON) {
            throw invalid("/reason", "应为 1 至 2000 个字符的文字", "must be a text of 1 to 2000 characters");
        }
        return reason;
    }

    /** Takes the member {@code revision} out of a body. */
    static int revision(ObjectNode json) {
        if (!json.path("revision").isInt()) {
            throw invalid("/revision", "应给出一个版本号", "must name one revision by its number");
        }
        return json.remove("revision").intValue();
    }

    static Refused invalid(String pointer, String zh, String en) {
        return new Refused(Problem.of(ErrorCode.REGISTRATION_INVALID, List.of(FieldError.of(pointer, zh, en))));
    }
}
