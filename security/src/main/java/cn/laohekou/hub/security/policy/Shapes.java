package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.FilterBuilder;
import cn.laohekou.hub.security.masking.Leaf;
import cn.laohekou.hub.security.masking.TabularFilter;
import cn.laohekou.hub.security.masking.XmlFilterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tries a resource's fields in every format its operations answer in, and finds what cannot be filtered. */
final class Shapes {

    private record Shape(AnswerFormat format, Function<Leaf, FilterBuilder.@Nullable Problem> add) {}

    private final List<Shape> shapes = new ArrayList<>();
    private final List<Finding> findings;

    Shapes(Resource resource, List<Finding> findings) {
        this.findings = findings;
        Map<String, String> namespaces = namespaces(resource);
        for (AnswerFormat format : AnswerFormat.values()) {
            if (resource.operations().stream().anyMatch(operation -> operation.answer() == format)) {
                shapes.add(new Shape(
                        format,
                        switch (format) {
                            case JSON -> new FilterBuilder()::add;
                            case XML -> new XmlFilterBuilder(namespaces)::add;
                            case CSV -> new TabularFilter.Builder()::add;
                        }));
            }
        }
    }

    void add(String at, Leaf leaf) {
        for (Shape shape : shapes) {
            FilterBuilder.Problem problem = shape.add().apply(leaf);
            if (problem != null) {
                Finding finding = Fields.finding(at, shape.format(), problem);
                if (!findings.contains(finding)) {
                    findings.add(finding);
                }
            }
        }
    }

    private Map<String, String> namespaces(Resource resource) {
        Map<String, String> namespaces = new HashMap<>();
        for (int i = 0; i < resource.operations().size(); i++) {
            Operation operation = resource.operations().get(i);
            for (Map.Entry<String, String> namespace : operation.namespaces().entrySet()) {
                String at = "/operations/" + i + "/namespaces/" + ConditionValue.escaped(namespace.getKey());
                if (operation.answer() != AnswerFormat.XML
                        || !XmlFilterBuilder.valid(namespace.getKey(), namespace.getValue())) {
                    findings.add(new Finding(
                            at,
                            "命名空间只用于 XML 应答,前缀为 1 至 32 位字母、数字、_ 或 -,且不得以 xml 开头或为 xsi",
                            "namespaces are for XML answers; a prefix is 1 to 32 letters, digits, _ or -, does not begin with"
                                    + " xml and is not xsi"));
                    continue;
                }
                String known = namespaces.putIfAbsent(namespace.getKey(), namespace.getValue());
                if (known != null && !known.equals(namespace.getValue())) {
                    findings.add(new Finding(
                            at, "同一前缀在另一操作中代表其他命名空间", "the prefix stands for another namespace in another operation"));
                }
            }
        }
        return namespaces;
    }
}
