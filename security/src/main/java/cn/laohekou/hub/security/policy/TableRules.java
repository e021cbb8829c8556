package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.Mask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a grant on rows must state so that they can be written exactly once. */
final class TableRules {

    private TableRules() {}

    static void check(CompiledResource resource, Grant grant, @Nullable Object delivery, List<Finding> findings) {
        if (!(resource.resource().shape() instanceof ExchangeShape.Table table)) {
            return;
        }
        for (String key : table.keys()) {
            Field field = byPath(resource, key);
            if (field == null || !grant.fields().contains(field.name())) {
                findings.add(new Finding(
                        "/fields", "主键 " + key + " 须在授权字段中", "the key " + key + " must be among the granted fields"));
            } else if (!tellsApart(ReleaseCompiler.mask(resource, field, grant.maskOf(field.name())))) {
                findings.add(new Finding(
                        "/masks/" + ConditionValue.escaped(field.name()),
                        "主键 " + key + " 只能不脱敏或用 pseudonym,否则不同的行会互相覆盖",
                        "the key " + key
                                + " can only be released in clear or as pseudonym: other rows would be overwritten"));
            }
        }
        if (grant.perDay() != 0 || grant.perMonth() != 0 || grant.perSecond() != 0) {
            findings.add(
                    new Finding(
                            "/perDay",
                            "库表授权不按次数限制;请用连接器的 rowsPerSecond 与 delivery.schedule",
                            "a grant on rows is not limited by calls; use the connector's rowsPerSecond and delivery.schedule"));
        }
        if (delivery instanceof Delivery stated) {
            delivery(grant, stated, findings);
        }
    }

    private static void delivery(Grant grant, Delivery delivery, List<Finding> findings) {
        if (delivery.target().isEmpty()) {
            findings.add(new Finding("/conditions/delivery/target", "须写明目标表", "name the target table"));
        }
        String purpose = delivery.purpose();
        if (purpose == null ? grant.purposes().size() > 1 : !grant.purposes().contains(purpose)) {
            findings.add(new Finding(
                    "/conditions/delivery/purpose",
                    "须为授权的用途之一;授权有多个用途时必填",
                    "must be one of the grant's purposes, and is needed when it has several"));
        }
        List<String> unknown = new ArrayList<>(delivery.columns().keySet());
        unknown.removeAll(grant.fields());
        if (!unknown.isEmpty()) {
            findings.add(new Finding(
                    "/conditions/delivery/columns",
                    "未授权的字段:" + String.join(", ", unknown),
                    "fields that are not granted: " + String.join(", ", unknown)));
        }
    }

    private static boolean tellsApart(Mask mask) {
        return mask.clear() || mask.spec().equals("pseudonym");
    }

    private static @Nullable Field byPath(CompiledResource resource, String column) {
        for (Field field : resource.resource().fields()) {
            if (field.path().equals(column)) {
                return field;
            }
        }
        return null;
    }
}
