package cn.laohekou.hub.security.policy;

import java.util.List;
import java.util.Map;

/**
 * One declared call of a resource; nothing undeclared passes.
 *
 * @param name unique within the resource
 * @param method {@code GET} or {@code POST}
 * @param path template below {@code /exchange/{resource}/}, for example {@code villages} or {@code towns/{town}}; no
 *     leading slash
 * @param counterpartPath template below the connector's base address; equal to {@code path} unless stated
 * @param parameters typed parameters
 * @param maxBodyBytes largest request body in bytes; 0 when the operation takes none
 * @param answer format of the answers
 * @param namespaces prefix to XML namespace name, for the prefixes in paths of fields; empty but for XML
 */
public record Operation(
        String name,
        String method,
        String path,
        String counterpartPath,
        List<Parameter> parameters,
        int maxBodyBytes,
        AnswerFormat answer,
        Map<String, String> namespaces) {

    public Operation {
        parameters = List.copyOf(parameters);
        namespaces = Map.copyOf(namespaces);
    }

    /** An operation that answers in JSON. */
    public Operation(
            String name,
            String method,
            String path,
            String counterpartPath,
            List<Parameter> parameters,
            int maxBodyBytes) {
        this(name, method, path, counterpartPath, parameters, maxBodyBytes, AnswerFormat.JSON, Map.of());
    }
}
