package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.policy.Parameter.In;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A declared operation ready to match paths and check parameters. Immutable. */
public final class CompiledOperation {

    private final Operation operation;
    private final PathTemplate path;
    private final PathTemplate counterpartPath;
    private final List<CompiledParameter> parameters;
    private final Map<String, CompiledParameter> byName;
    private final String queryNames;
    private final String bodyNames;

    CompiledOperation(
            Operation operation, PathTemplate path, PathTemplate counterpartPath, List<CompiledParameter> parameters) {
        this.operation = operation;
        this.path = path;
        this.counterpartPath = counterpartPath;
        this.parameters = List.copyOf(parameters);
        Map<String, CompiledParameter> index = new HashMap<>();
        for (CompiledParameter parameter : parameters) {
            index.put(parameter.name(), parameter);
        }
        this.byName = Map.copyOf(index);
        this.queryNames = names(In.QUERY);
        this.bodyNames = names(In.BODY);
    }

    /** The declaration. */
    public Operation operation() {
        return operation;
    }

    /** Name of the operation, unique within its resource. */
    public String name() {
        return operation.name();
    }

    /** Whether the operation has parameters in the body. */
    public boolean takesBody() {
        return !bodyNames.isEmpty();
    }

    /** Path at the counterpart, encoded, when no parameter is part of it; null otherwise. */
    public @Nullable String fixedCounterpartPath() {
        return counterpartPath.isLiteral() ? counterpartPath.expand(Map.of()) : null;
    }

    PathTemplate path() {
        return path;
    }

    PathTemplate counterpartPath() {
        return counterpartPath;
    }

    List<CompiledParameter> parameters() {
        return parameters;
    }

    Map<String, CompiledParameter> byName() {
        return byName;
    }

    /** Names allowed in the query, for messages. */
    String queryNames() {
        return queryNames;
    }

    /** Names allowed in the body, for messages. */
    String bodyNames() {
        return bodyNames;
    }

    private String names(In in) {
        return parameters.stream()
                .filter(parameter -> parameter.parameter().in() == in)
                .map(CompiledParameter::name)
                .collect(Collectors.joining(", "));
    }
}
