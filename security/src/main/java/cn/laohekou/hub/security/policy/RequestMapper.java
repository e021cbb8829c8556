package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.identity.ResidentId;
import cn.laohekou.hub.security.policy.Parameter.In;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a call's parameters against its operation and writes the counterpart's request from the checked values.
 * Anything undeclared, doubtful or sensitive in the URL is refused, all faults at once, without repeating a value.
 */
public final class RequestMapper {

    private RequestMapper() {}

    /**
     * Checks and maps one call.
     *
     * @param operation the matched operation
     * @param pathValues decoded values of its path parameters, as {@link PathMatch.Matched} gives them
     * @param rawQuery raw query string without the question mark, null when there is none
     * @param body the whole request body, null or empty when there is none
     */
    public static Mapping map(
            CompiledOperation operation,
            Map<String, String> pathValues,
            @Nullable String rawQuery,
            byte @Nullable [] body) {
        RequestValues values = new RequestValues(operation);
        path(values, pathValues);
        if (rawQuery != null && !rawQuery.isEmpty()) {
            new QueryReader(values).read(rawQuery);
        }
        if (body != null && body.length > 0) {
            BodyJson.read(operation, body, values);
        }
        values.requireAll();
        if (!values.faults().isEmpty()) {
            return new Mapping.Refused(values.faults());
        }
        return new Mapping.Mapped(new MappedRequest(
                operation.counterpartPath().expand(pathValues),
                query(operation, values),
                operation.takesBody() ? BodyJson.write(operation, values) : null,
                values.subjects()));
    }

    private static void path(RequestValues values, Map<String, String> pathValues) {
        for (Map.Entry<String, String> entry : pathValues.entrySet()) {
            CompiledParameter parameter = values.operation().byName().get(entry.getKey());
            if (ResidentId.isValid(entry.getValue())) {
                values.fault(ParameterFault.sensitive(parameter == null ? "(path)" : parameter.name()));
                values.spare(parameter);
            } else if (parameter != null) {
                values.put(parameter, entry.getValue());
            }
        }
    }

    private static @Nullable String query(CompiledOperation operation, RequestValues values) {
        StringBuilder query = null;
        for (int i = 0; i < operation.parameters().size(); i++) {
            CompiledParameter parameter = operation.parameters().get(i);
            String value = values.get(parameter);
            if (parameter.parameter().in() == In.QUERY && value != null) {
                query = query == null ? new StringBuilder(64) : query.append('&');
                PercentCodec.encode(parameter.name(), query);
                query.append('=');
                PercentCodec.encode(value, query);
            }
        }
        return query == null ? null : query.toString();
    }
}
