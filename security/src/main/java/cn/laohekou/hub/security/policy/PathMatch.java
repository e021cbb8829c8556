package cn.laohekou.hub.security.policy;

import java.util.Map;
import java.util.Set;

/** What a method and path below a resource mean. */
public sealed interface PathMatch {

    /**
     * A declared operation.
     *
     * @param operation the operation
     * @param pathValues decoded values of the path's parameters, not yet checked against their declaration
     */
    record Matched(CompiledOperation operation, Map<String, String> pathValues) implements PathMatch {}

    /** No operation has such a path. */
    record NoSuchOperation() implements PathMatch {}

    /**
     * The path is declared for other methods only.
     *
     * @param allowed the methods it is declared for
     */
    record MethodNotAllowed(Set<String> allowed) implements PathMatch {}

    /** The path is malformed, or could be read in more than one way; it must not be forwarded or echoed. */
    record BadPath() implements PathMatch {}
}
