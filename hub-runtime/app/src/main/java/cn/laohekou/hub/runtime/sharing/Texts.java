package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.law.PersonalText;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Keeps personal identifiers out of what people write. */
final class Texts {

    private Texts() {}

    /**
     * Refuses a document with a resident identity number in any of its texts; the number is not repeated.
     *
     * @param pointer where the document stands in the request
     */
    static void refusePersonal(JsonNode document, String pointer) {
        List<FieldError> errors = new ArrayList<>();
        look(document, pointer, errors);
        if (!errors.isEmpty()) {
            throw new Refused(Problem.of(ErrorCode.REGISTRATION_INVALID, errors));
        }
    }

    private static void look(JsonNode node, String pointer, List<FieldError> errors) {
        if (node.isTextual() && PersonalText.holdsResidentId(node.textValue())) {
            errors.add(FieldError.of(
                    pointer,
                    "不得含公民身份号码；请写交换编号 Hub-Exchange-Id",
                    "must hold no resident identity number; name the exchange by its Hub-Exchange-Id"));
        }
        node.properties().forEach(member -> look(member.getValue(), pointer + "/" + member.getKey(), errors));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                look(node.get(i), pointer + "/" + i, errors);
            }
        }
    }
}
