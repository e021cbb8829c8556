package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.identity.SocialCreditCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Conditions on what is released: rows, pseudonym domain, watermark. */
final class ObligationConditions {

    static final String ROWS = "rows";
    static final String PSEUDONYM_DOMAIN = "pseudonymDomain";
    static final String WATERMARK = "watermark";

    private static final Pattern DOMAIN = Pattern.compile("[a-z][a-z0-9-]{2,62}");

    static final List<ConditionType> ALL = List.of(
            new StandardConditions.Named(
                    ROWS,
                    "只释放字段值符合条件的行;没有该值的行不释放",
                    "only rows whose fields have these values are released; a row without the value is not",
                    List.of(Map.of("field", "code", "startsWith", List.of("420682"))),
                    ObligationConditions::rows),
            new StandardConditions.Named(
                    PSEUDONYM_DOMAIN,
                    "所列部门在此域内使用相同的假名,可以相互比对;域外不能",
                    "the departments listed share their pseudonyms within this domain and can join by them; nobody else"
                            + " can",
                    Map.of("name", "epidemic-survey", "departments", List.of("11420682MB0000001Y")),
                    ObligationConditions::domain),
            new StandardConditions.Named(
                    WATERMARK,
                    "在所列字段中嵌入指明使用方的水印:文本加不可见字符,取整的数字加不影响取整的末位",
                    "the fields listed carry a mark of the consumer: texts invisible characters, rounded numbers digits"
                            + " that rounding takes away",
                    Map.of("fields", List.of("name")),
                    ObligationConditions::watermark));

    private ObligationConditions() {}

    /** The rules of a grant by field. */
    record Rows(List<RowRule> rules) {}

    /** The fields that carry marks. */
    record Carriers(Set<String> fields) {}

    private static CompiledCondition rows(ConditionValue value) {
        List<RowRule> rules = new ArrayList<>();
        Set<String> fields = new HashSet<>();
        for (ConditionValue item : value.items()) {
            RowRule rule = new RowRule(
                    item.member("field").text(),
                    Set.copyOf(scalars(item, "in")),
                    Set.copyOf(scalars(item, "notIn")),
                    scalars(item, "startsWith"),
                    item.has("from") ? item.member("from").scalar() : null,
                    item.has("until") ? item.member("until").scalar() : null);
            if (!item.has("in")
                    && !item.has("notIn")
                    && !item.has("startsWith")
                    && !item.has("from")
                    && !item.has("until")) {
                item.wrong("须说明 in、notIn、startsWith、from、until 之一", "must state in, notIn, startsWith, from or until");
            }
            if (!fields.add(rule.field())) {
                item.wrong("该字段已有条件,请合并", "the field has a condition already; state both in one");
            }
            item.refuseUnknown();
            rules.add(rule);
        }
        return CompiledCondition.obliged(new Rows(List.copyOf(rules)));
    }

    private static List<String> scalars(ConditionValue item, String name) {
        return item.has(name)
                ? item.member(name).items().stream()
                        .map(ConditionValue::scalar)
                        .distinct()
                        .toList()
                : List.of();
    }

    private static CompiledCondition domain(ConditionValue value) {
        ConditionValue name = value.member("name");
        String stated = name.parsed(
                text -> DOMAIN.matcher(text).matches() ? text : null,
                "",
                "应为小写字母开头的 3 至 63 位小写字母、数字或连字符",
                "must match [a-z][a-z0-9-]{2,62}");
        TreeSet<String> departments = new TreeSet<>();
        for (ConditionValue item : value.member("departments").items()) {
            departments.add(item.parsed(
                    text -> SocialCreditCode.isValid(text) ? text : null,
                    "",
                    "应为统一社会信用代码",
                    "must be a unified social credit code"));
        }
        value.refuseUnknown();
        PseudonymDomain domain = new PseudonymDomain(stated, departments);
        return new CompiledCondition((policy, request) -> member(domain, request), domain);
    }

    private static @Nullable DenyReason member(PseudonymDomain domain, DecisionRequest request) {
        return domain.departments().contains(request.department()) ? null : DenyReason.DEPARTMENT_MISMATCH;
    }

    private static CompiledCondition watermark(ConditionValue value) {
        Set<String> fields = new HashSet<>();
        for (ConditionValue item : value.member("fields").items()) {
            fields.add(item.text());
        }
        value.refuseUnknown();
        return CompiledCondition.obliged(new Carriers(Set.copyOf(fields)));
    }
}
