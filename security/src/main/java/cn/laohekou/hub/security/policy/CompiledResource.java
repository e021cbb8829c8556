package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.Mask;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A resource ready for calls. Immutable and safe for any thread. When its declaration has findings, operations that
 * could not be compiled do not match and no grant on the resource permits anything.
 */
public final class CompiledResource {

    private static final PathMatch NO_SUCH_OPERATION = new PathMatch.NoSuchOperation();
    private static final PathMatch BAD_PATH = new PathMatch.BadPath();

    private final Resource resource;
    private final List<Finding> findings;
    private final Map<String, CompiledOperation> operations;
    private final Map<String, Field> fields;
    private final Map<String, Mask> masks;
    private final Map<String, String> namespaces = new TreeMap<>();

    /** Templates without parameters, by their text, then by method. */
    private final Map<String, Map<String, CompiledOperation>> literal = new HashMap<>();

    /** All templates, the most literal first. */
    private final List<CompiledOperation> ordered;

    private volatile @Nullable MessageForm messageForm;

    CompiledResource(
            Resource resource,
            List<Finding> findings,
            Map<String, CompiledOperation> operations,
            Map<String, Field> fields,
            Map<String, Mask> masks) {
        this.resource = resource;
        this.findings = List.copyOf(findings);
        this.operations = Map.copyOf(operations);
        this.fields = Map.copyOf(fields);
        this.masks = Map.copyOf(masks);
        resource.operations().forEach(operation -> namespaces.putAll(operation.namespaces()));
        // '~' sorts after every other unreserved character, so literal segments come first.
        this.ordered = operations.values().stream()
                .sorted(Comparator.comparing((CompiledOperation operation) ->
                                operation.path().shape())
                        .thenComparing(CompiledOperation::name))
                .toList();
        for (CompiledOperation operation : ordered) {
            if (operation.path().isLiteral()) {
                literal.computeIfAbsent(operation.path().text(), text -> new HashMap<>())
                        .put(operation.operation().method(), operation);
            }
        }
    }

    /** Compiles a resource; what is wrong with it is in {@link #findings()}. */
    public static CompiledResource compile(Resource resource) {
        return new ResourceCompiler(resource).compile();
    }

    /** The declaration. */
    public Resource resource() {
        return resource;
    }

    /** What is wrong with the declaration; empty when it can be enforced. */
    public List<Finding> findings() {
        return findings;
    }

    /** The operation of that name, or null when there is none. */
    public @Nullable CompiledOperation operation(String name) {
        return operations.get(name);
    }

    /** The field of that name, or null when there is none. */
    public @Nullable Field field(String name) {
        return fields.get(name);
    }

    /**
     * Reads messages of the resource; made at first use.
     *
     * @throws IllegalStateException when the resource is no event, or its declaration has findings
     */
    public MessageForm messageForm() {
        MessageForm known = messageForm;
        if (known == null) {
            known = MessageForm.of(this);
            messageForm = known;
        }
        return known;
    }

    /** XML namespaces by the prefixes that paths of fields use. */
    Map<String, String> namespaces() {
        return namespaces;
    }

    /** The resource's own mask of a declared field. */
    Mask maskOf(Field field) {
        return masks.getOrDefault(field.name(), Clear.MASK);
    }

    /**
     * Finds the operation of a call.
     *
     * @param method request method, in capitals
     * @param rawPath path below {@code /exchange/{resource}/}, still percent-encoded, without the query
     */
    public PathMatch match(String method, String rawPath) {
        Map<String, CompiledOperation> byMethod = literal.get(rawPath);
        if (byMethod != null) {
            CompiledOperation operation = byMethod.get(method);
            if (operation != null) {
                return new PathMatch.Matched(operation, Map.of());
            }
        }
        List<String> segments = PathSegments.split(rawPath);
        return segments == null ? BAD_PATH : match(method, segments);
    }

    private PathMatch match(String method, List<String> segments) {
        Set<String> allowed = new TreeSet<>();
        for (CompiledOperation operation : ordered) {
            if (operation.path().matches(segments)) {
                if (operation.operation().method().equals(method)) {
                    return new PathMatch.Matched(operation, operation.path().values(segments));
                }
                allowed.add(operation.operation().method());
            }
        }
        return allowed.isEmpty() ? NO_SUCH_OPERATION : new PathMatch.MethodNotAllowed(Set.copyOf(allowed));
    }
}
