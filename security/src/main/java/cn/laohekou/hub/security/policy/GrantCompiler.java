package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.AnswerFilter;
import cn.laohekou.hub.security.masking.FilterBuilder;
import cn.laohekou.hub.security.masking.Mask;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compiles one grant and finds everything in it nobody could enforce. */
final class GrantCompiler {

    private final Grant grant;
    private final @Nullable CompiledResource resource;
    private final Map<ReleaseCompiler.Plan, Map<AnswerFormat, AnswerFilter>> filters;
    private final ConditionTypes types;
    private final List<Finding> findings = new ArrayList<>();
    private final List<CompiledGrant.Stated> rules = new ArrayList<>();
    private final Map<String, Object> obligations = new HashMap<>();

    /**
     * @param resource the grant's resource, null when there is none of that name
     * @param filters filters built so far, shared between grants on the same resources
     * @param types the conditions there are
     */
    GrantCompiler(
            Grant grant,
            @Nullable CompiledResource resource,
            Map<ReleaseCompiler.Plan, Map<AnswerFormat, AnswerFilter>> filters,
            ConditionTypes types) {
        this.grant = grant;
        this.resource = resource;
        this.filters = filters;
        this.types = types;
        findings.addAll(grant.faults());
    }

    CompiledGrant compile() {
        if (!ResourceCompiler.NAME.matcher(grant.id()).matches()) {
            find("/id", "名称须为小写字母开头的 3 至 63 位小写字母、数字或连字符", "must match [a-z][a-z0-9-]{2,62}");
        }
        scope();
        limits();
        conditions();
        Released stated = Released.takenFrom(obligations);
        Map<AnswerFormat, AnswerFilter> released = resource == null ? unknownResource() : released(resource, stated);
        return new CompiledGrant(
                grant, findings, findings.isEmpty() ? released : Map.of(), stated.domain(), rules, obligations);
    }

    private Map<AnswerFormat, AnswerFilter> unknownResource() {
        find("/resource", "没有这个数据资源", "there is no resource of that name");
        return Map.of();
    }

    private void scope() {
        if (grant.system().isBlank()) {
            find("/system", "请填写使用方系统", "name the consumer system");
        }
        if (grant.operations().isEmpty()) {
            find("/operations", "至少授权一个操作", "grant at least one operation");
        }
        if (grant.purposes().isEmpty() || grant.purposes().stream().anyMatch(String::isBlank)) {
            find("/purposes", "至少授权一个用途,且不能为空白", "grant at least one purpose, none of them blank");
        }
        if (grant.fields().isEmpty()) {
            find("/fields", "至少授权一个字段", "grant at least one field");
        }
    }

    private void limits() {
        if (!grant.validFrom().isBefore(grant.validUntil())) {
            find("/validUntil", "有效期截止须晚于开始", "must be after validFrom");
        }
        if (grant.perDay() < 0) {
            find("/perDay", "每日次数不能为负", "must not be negative");
        }
        if (grant.perMonth() < 0) {
            find("/perMonth", "每月次数不能为负", "must not be negative");
        }
        if (grant.perSecond() < 0) {
            find("/perSecond", "每秒次数不能为负", "must not be negative");
        }
    }

    /** Every stated condition finds its function; those that were not stated may demand something all the same. */
    private void conditions() {
        for (String name : new TreeSet<>(grant.conditions().keySet())) {
            if (types.find(name) == null) {
                String known = types.known();
                find(
                        "/conditions/" + ConditionValue.escaped(name),
                        "没有此条件,无法执行;可用的条件:" + known,
                        "nobody enforces such a condition; known are: " + known);
            }
        }
        List<ConditionType> all = types.all();
        for (int rank = 0; rank < all.size(); rank++) {
            ConditionType type = all.get(rank);
            CompiledCondition compiled = compiled(type, grant.conditions().get(type.name()));
            if (compiled != null) {
                CompiledCondition.Rule rule = compiled.rule();
                Object obligation = compiled.obligation();
                if (rule != null) {
                    rules.add(new CompiledGrant.Stated(type.name(), rank, rule));
                }
                if (obligation != null) {
                    obligations.put(type.name(), obligation);
                }
            }
        }
    }

    private @Nullable CompiledCondition compiled(ConditionType type, @Nullable Object stated) {
        if (stated == null) {
            return type.whenAbsent();
        }
        String pointer = "/conditions/" + type.name();
        try {
            return type.compile(new ConditionValue(stated, pointer, findings));
        } catch (RuntimeException e) {
            find(pointer, "条件的值无法读取", "the condition's value cannot be read");
            return null;
        }
    }

    private Map<AnswerFormat, AnswerFilter> released(CompiledResource declared, Released stated) {
        if (!declared.findings().isEmpty()) {
            find("/resource", "数据资源的声明有误,先修正资源", "the resource's own declaration has findings; mend it first");
        }
        delivery(declared.resource().shape().pattern());
        for (String operation : new TreeSet<>(grant.operations())) {
            if (declared.operation(operation) == null) {
                String known = names(declared.resource().operations().stream()
                        .map(Operation::name)
                        .toList());
                find(
                        "/operations",
                        "资源没有操作 " + operation + ";已有:" + known,
                        "no operation " + operation + "; known: " + known);
            }
        }
        Set<String> fields = new HashSet<>();
        for (int i = 0; i < grant.fields().size(); i++) {
            String name = grant.fields().get(i);
            if (declared.field(name) == null) {
                String known = names(
                        declared.resource().fields().stream().map(Field::name).toList());
                find("/fields/" + i, "资源没有字段 " + name + ";已有:" + known, "no field " + name + "; known: " + known);
            } else if (!fields.add(name)) {
                find("/fields/" + i, "字段重复", "the field is named twice");
            }
        }
        masks(declared, fields);
        TableRules.check(declared, grant, obligations.get(DeliveryConditions.DELIVERY), findings);
        FileRules.check(declared, grant, findings);
        stated.check(declared, fields, grant.masks(), findings);
        if (obligations.get(EvidenceLevel.CONDITION) instanceof EvidenceLevel level) {
            findings.addAll(level.check(declared, fields));
        }
        if (!findings.isEmpty()) {
            return Map.of();
        }
        return filters.computeIfAbsent(
                new ReleaseCompiler.Plan(
                        declared.resource().name(),
                        formats(declared),
                        fields,
                        grant.masks(),
                        stated.rows(),
                        stated.carriers()),
                plan -> new ReleaseCompiler(declared, plan).compile());
    }

    /** What the consumer does not fetch must be delivered somewhere, and only that. */
    private void delivery(ExchangePattern pattern) {
        boolean stated = grant.conditions().containsKey(DeliveryConditions.DELIVERY);
        if (stated && pattern == ExchangePattern.QUERY) {
            find("/conditions/delivery", "查询资源由使用方调用,不投递", "a query is asked by its consumer and not delivered");
        } else if (!stated && pattern != ExchangePattern.QUERY) {
            find("/conditions/delivery", "须说明经哪个连接器投递", "state the connector it is delivered through");
        }
    }

    private Set<AnswerFormat> formats(CompiledResource declared) {
        Set<AnswerFormat> formats = EnumSet.noneOf(AnswerFormat.class);
        for (String name : grant.operations()) {
            CompiledOperation operation = declared.operation(name);
            if (operation != null) {
                formats.add(operation.operation().answer());
            }
        }
        return formats;
    }

    private void masks(CompiledResource declared, Set<String> fields) {
        for (String name : new TreeSet<>(grant.masks().keySet())) {
            String at = "/masks/" + name.replace("~", "~0").replace("/", "~1");
            Field field = declared.field(name);
            Mask mask = Mask.parse(grant.masks().getOrDefault(name, ""));
            if (field == null || !fields.contains(name)) {
                find(at, "脱敏的字段不在授权字段中", "the masked field is not among the granted fields");
            } else if (mask == null) {
                find(at, "未知的脱敏方式;可用:" + Mask.known(), "unknown mask; known: " + Mask.known());
            } else if (!mask.suits(Fields.leafType(field.type()))) {
                Finding finding = Fields.finding("", FilterBuilder.Problem.UNSUITABLE_MASK);
                find(at, finding.zh(), finding.en());
            }
        }
    }

    private static String names(List<String> names) {
        return String.join(", ", names);
    }

    private void find(String pointer, String zh, String en) {
        findings.add(new Finding(pointer, zh, en));
    }
}
