package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.Leaf;
import cn.laohekou.hub.security.masking.Mask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Compiles one resource and finds everything nobody could enforce. */
final class ResourceCompiler {

    /** Hub names of resources, connectors and grants. */
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{2,62}");

    private static final Pattern FIELD_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,63}");

    /** 数据分级: 1 (lowest) to 4, 5 for important and 6 for core data. */
    private static final int MAX_LEVEL = 6;

    private final Resource resource;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, CompiledOperation> operations = new HashMap<>();
    private final Map<String, Field> fields = new HashMap<>();
    private final Map<String, Mask> masks = new HashMap<>();

    ResourceCompiler(Resource resource) {
        this.resource = resource;
    }

    CompiledResource compile() {
        header();
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < resource.operations().size(); i++) {
            operation("/operations/" + i, resource.operations().get(i), paths);
        }
        Shapes shapes = new Shapes(resource, findings);
        for (int i = 0; i < resource.fields().size(); i++) {
            field(i, resource.fields().get(i), shapes);
        }
        FileRules.check(resource, findings);
        return new CompiledResource(resource, findings, operations, fields, masks);
    }

    private void header() {
        if (!NAME.matcher(resource.name()).matches()) {
            find("/name", "名称须为小写字母开头的 3 至 63 位小写字母、数字或连字符", "must match [a-z][a-z0-9-]{2,62}");
        }
        if (resource.level() < 1 || resource.level() > MAX_LEVEL) {
            find("/level", "数据级别须为 1 至 6", "must be 1 to 6");
        }
        if (resource.maxAnswerBytes() < 1) {
            find("/maxAnswerBytes", "应答上限须大于 0", "must be above 0");
        }
        if (resource.operations().isEmpty()) {
            find("/operations", "至少声明一个操作", "declare at least one operation");
        }
        if (resource.fields().isEmpty()) {
            find("/fields", "至少声明一个字段", "declare at least one field");
        }
    }

    private void operation(String at, Operation operation, Set<String> paths) {
        OperationCompiler compiler = new OperationCompiler(at, operation, findings);
        CompiledOperation compiled = compiler.compile();
        if (compiled == null) {
            return;
        }
        if (operations.containsKey(operation.name())) {
            find(at + "/name", "操作名称重复", "another operation has the same name");
            return;
        }
        if (!paths.add(operation.method() + " " + compiled.path().shape())) {
            find(at + "/path", "另一操作已使用相同的方法和路径", "another operation has the same method and path");
            return;
        }
        operations.put(operation.name(), compiled);
    }

    private void field(int index, Field field, Shapes shapes) {
        String at = "/fields/" + index;
        if (!FIELD_NAME.matcher(field.name()).matches()) {
            find(at + "/name", "字段名须为 1 至 64 位字母、汉字、数字、下划线、点或连字符", "must be 1 to 64 letters, digits, _, . or -");
        }
        if (fields.putIfAbsent(field.name(), field) != null) {
            find(at + "/name", "字段名重复", "another field has the same name");
        }
        Mask mask = field.mask() == null ? Clear.MASK : Mask.parse(field.mask());
        if (mask == null) {
            find(at + "/mask", "未知的脱敏方式;可用:" + Mask.known(), "unknown mask; known: " + Mask.known());
            return;
        }
        masks.put(field.name(), mask);
        shapes.add(at, new Leaf(field.path(), Fields.leafType(field.type()), mask, true, field.subject(), index));
    }

    private void find(String pointer, String zh, String en) {
        findings.add(new Finding(pointer, zh, en));
    }
}
