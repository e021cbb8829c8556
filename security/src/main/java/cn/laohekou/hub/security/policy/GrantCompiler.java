package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.FilterBuilder;
import cn.laohekou.hub.security.masking.JsonFilter;
import cn.laohekou.hub.security.masking.Leaf;
import cn.laohekou.hub.security.masking.Mask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compiles one grant and finds everything in it nobody could enforce. */
final class GrantCompiler {

    /** What determines a filter: grants that release the same share one. */
    record FilterKey(String resource, Set<String> fields, Map<String, String> masks) {}

    private final Grant grant;
    private final @Nullable CompiledResource resource;
    private final Map<FilterKey, JsonFilter> filters;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param resource the grant's resource, null when there is none of that name
     * @param filters filters built so far, shared between grants on the same resources
     */
    GrantCompiler(Grant grant, @Nullable CompiledResource resource, Map<FilterKey, JsonFilter> filters) {
        this.grant = grant;
        this.resource = resource;
        this.filters = filters;
    }

    CompiledGrant compile() {
        if (!ResourceCompiler.NAME.matcher(grant.id()).matches()) {
            find("/id", "名称须为小写字母开头的 3 至 63 位小写字母、数字或连字符", "must match [a-z][a-z0-9-]{2,62}");
        }
        scope();
        limits();
        List<Network> networks = networks();
        long[] windows = windows();
        JsonFilter filter = resource == null ? unknownResource() : released(resource);
        return new CompiledGrant(grant, findings, findings.isEmpty() ? filter : null, networks, windows);
    }

    private @Nullable JsonFilter unknownResource() {
        find("/resource", "没有这个数据资源", "there is no resource of that name");
        return null;
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

    private List<Network> networks() {
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < grant.networks().size(); i++) {
            Network network = Network.parse(grant.networks().get(i));
            if (network == null) {
                find(
                        "/networks/" + i,
                        "须为 CIDR 网段且主机位为 0,例如 10.20.0.0/16",
                        "must be a network in CIDR notation without host bits, for example 10.20.0.0/16");
            } else {
                networks.add(network);
            }
        }
        return networks;
    }

    private long[] windows() {
        long[] windows = new long[grant.windows().size() * 2];
        for (int i = 0; i < grant.windows().size(); i++) {
            Grant.TimeWindow window = grant.windows().get(i);
            if (window.from().equals(window.until())) {
                find("/windows/" + i, "时间窗的起止不能相同", "from and until must differ");
            }
            windows[2 * i] = window.from().toNanoOfDay();
            windows[2 * i + 1] = window.until().toNanoOfDay();
        }
        return windows;
    }

    private @Nullable JsonFilter released(CompiledResource declared) {
        if (!declared.findings().isEmpty()) {
            find("/resource", "数据资源的声明有误,先修正资源", "the resource's own declaration has findings; mend it first");
        }
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
        if (!findings.isEmpty()) {
            return null;
        }
        return filters.computeIfAbsent(
                new FilterKey(declared.resource().name(), fields, grant.masks()), key -> filter(declared, fields));
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

    private JsonFilter filter(CompiledResource declared, Set<String> fields) {
        FilterBuilder builder = new FilterBuilder();
        List<Field> all = declared.resource().fields();
        for (int i = 0; i < all.size(); i++) {
            Field field = all.get(i);
            boolean released = fields.contains(field.name());
            if (released || field.subject()) {
                String stated = grant.maskOf(field.name());
                Mask mask = stated == null ? declared.maskOf(field) : Mask.parse(stated);
                FilterBuilder.Problem problem = builder.add(new Leaf(
                        field.path(),
                        Fields.leafType(field.type()),
                        mask == null ? Clear.MASK : mask,
                        released && mask != null,
                        field.subject(),
                        i));
                if (problem != null) {
                    throw new IllegalStateException("a resource without findings has a bad field: " + problem);
                }
            }
        }
        return builder.build();
    }

    private static String names(List<String> names) {
        return String.join(", ", names);
    }

    private void find(String pointer, String zh, String en) {
        findings.add(new Finding(pointer, zh, en));
    }
}
