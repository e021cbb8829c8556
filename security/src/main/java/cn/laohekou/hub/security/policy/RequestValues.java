package cn.laohekou.hub.security.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values and faults of one call while it is checked. For one thread. */
final class RequestValues {

    private final CompiledOperation operation;
    private final @Nullable String[] values;
    private final boolean[] seen;
    private final List<ParameterFault> faults = new ArrayList<>(0);

    RequestValues(CompiledOperation operation) {
        this.operation = operation;
        this.values = new @Nullable String[operation.parameters().size()];
        this.seen = new boolean[values.length];
    }

    CompiledOperation operation() {
        return operation;
    }

    List<ParameterFault> faults() {
        return faults;
    }

    void fault(ParameterFault fault) {
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    /** Takes a value after checking it. */
    void put(CompiledParameter parameter, String value) {
        if (seen[parameter.position()]) {
            fault(ParameterFault.duplicate(parameter.name()));
            return;
        }
        seen[parameter.position()] = true;
        ParameterFault fault = parameter.check(value);
        if (fault == null) {
            values[parameter.position()] = value;
        } else {
            fault(fault);
        }
    }

    /** Takes note of a parameter whose value has another JSON type than declared. */
    void putWrongType(CompiledParameter parameter) {
        if (seen[parameter.position()]) {
            fault(ParameterFault.duplicate(parameter.name()));
            return;
        }
        seen[parameter.position()] = true;
        fault(parameter.wrongType());
    }

    /** Says nothing more about a parameter that has its fault already. */
    void spare(@Nullable CompiledParameter parameter) {
        if (parameter != null) {
            seen[parameter.position()] = true;
        }
    }

    @Nullable
    String get(CompiledParameter parameter) {
        return values[parameter.position()];
    }

    /** Notes every required parameter that did not come. */
    void requireAll() {
        List<CompiledParameter> parameters = operation.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i).parameter();
            if (parameter.required() && !seen[i]) {
                fault(ParameterFault.missing(parameter));
            }
        }
    }

    /** The values that identify the data subject. */
    List<String> subjects() {
        List<String> subjects = List.of();
        List<CompiledParameter> parameters = operation.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            String value = values[i];
            if (parameters.get(i).parameter().subject() && value != null && !value.isEmpty()) {
                subjects = subjects.isEmpty() ? new ArrayList<>(2) : subjects;
                subjects.add(value);
            }
        }
        return subjects;
    }
}
