package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.law.DataLevel;
import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Field;
import cn.laohekou.hub.security.policy.Operation;
import cn.laohekou.hub.security.policy.Parameter;
import cn.laohekou.hub.security.policy.Resource;
import cn.laohekou.hub.security.policy.SharingType;
import cn.laohekou.hub.security.policy.ValueType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what a resource's revision states. */
final class ResourceSpec {

    private static final Pattern METHOD = Pattern.compile("GET|POST");

    /** Largest request body an operation may declare: 1 MiB. */
    private static final int MAX_BODY = 1024 * 1024;

    /** Largest answer a resource may declare: 256 MiB; more belongs to the file pattern. */
    private static final long MAX_ANSWER = 256L * 1024 * 1024;

    private ResourceSpec() {}

    static Resource read(String name, String department, int revision, JsonNode spec, List<FieldError> errors) {
        SpecReader reader = new SpecReader(spec, "/spec", errors);
        SharingType sharing = reader.choice("sharing", SharingType.class, SharingType.NOT_SHARED, true);
        String reason = reader.text("sharingReason", false);
        if (sharing != SharingType.UNCONDITIONAL && reason.isBlank()) {
            reader.error("sharingReason", "有条件共享和不予共享必须说明依据", "conditional and no sharing must state the legal basis");
        }
        reader.text("catalogueCode", false);
        CatalogueSpec.check(reader, sharing);
        ExchangeShape shape = ShapeSpec.read(reader);
        List<Operation> operations = reader.objects("operations", shape.operation() == null).stream()
                .map(ResourceSpec::operation)
                .toList();
        Resource resource = new Resource(
                name,
                reader.text("title", true),
                department,
                reader.name("connector", true),
                sharing,
                level(reader, spec),
                reader.integer("maxAnswerBytes", Resource.DEFAULT_MAX_ANSWER_BYTES, 1, MAX_ANSWER),
                revision,
                ShapeSpec.operations(shape, operations, reader),
                reader.objects("fields", true).stream().map(ResourceSpec::field).toList(),
                ResourceEnd.read(reader),
                shape);
        reader.refuseUnknown();
        return resource;
    }

    /** 就高从严: no field is of a higher level than its resource. */
    private static int level(SpecReader reader, JsonNode spec) {
        int own = (int) reader.integer("level", 1, 1, DataLevel.CORE);
        List<Integer> parts = new ArrayList<>();
        spec.path("fields").forEach(field -> parts.add(field.path("level").asInt(1)));
        return DataLevel.of(own, parts);
    }

    private static Operation operation(SpecReader reader) {
        String method = reader.text("method", true, METHOD, "应为 GET 或 POST", "must be GET or POST");
        String path = reader.text("path", true);
        String counterpart = reader.text("counterpartPath", false);
        int fallback = method.equals("POST") ? 64 * 1024 : 0;
        Operation operation = new Operation(
                reader.name("name", true),
                method.isEmpty() ? "GET" : method,
                path,
                counterpart.isEmpty() ? path : counterpart,
                reader.objects("parameters", false).stream()
                        .map(ResourceSpec::parameter)
                        .toList(),
                (int) reader.integer("maxBodyBytes", fallback, 0, MAX_BODY),
                reader.choice("answer", AnswerFormat.class, AnswerFormat.JSON, false),
                namespaces(reader));
        reader.refuseUnknown();
        return operation;
    }

    static Map<String, String> namespaces(SpecReader reader) {
        Map<String, String> namespaces = new HashMap<>();
        SpecReader object = reader.object("namespaces");
        for (String prefix : object.names()) {
            namespaces.put(prefix, object.text(prefix, true));
        }
        return namespaces;
    }

    private static Parameter parameter(SpecReader reader) {
        String pattern = reader.text("pattern", false);
        Parameter parameter = new Parameter(
                reader.text("name", true),
                reader.choice("in", Parameter.In.class, Parameter.In.QUERY, true),
                reader.choice("type", ValueType.class, ValueType.STRING, false),
                reader.flag("required", false),
                pattern.isEmpty() ? null : pattern,
                (int) reader.integer("maxLength", 0, 0, 10_000),
                reader.texts("allowed", false),
                reader.flag("sensitive", false),
                reader.flag("subject", false));
        reader.refuseUnknown();
        return parameter;
    }

    private static Field field(SpecReader reader) {
        String mask = reader.text("mask", false);
        reader.text("title", false);
        reader.integer("level", 1, 1, DataLevel.CORE);
        Field field = new Field(
                reader.text("name", true),
                reader.text("path", true),
                reader.choice("type", ValueType.class, ValueType.STRING, false),
                reader.choice("sensitivity", Field.Sensitivity.class, Field.Sensitivity.NONE, false),
                mask.isEmpty() ? null : mask,
                reader.flag("subject", false));
        reader.refuseUnknown();
        return field;
    }
}
