package cn.laohekou.hub.security.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions there are: every name a grant can state, with the one function that enforces it. Immutable. */
public final class ConditionTypes {

    private static final ConditionTypes STANDARD =
            of(Stream.of(StandardConditions.ALL, MessageConditions.ALL, DeliveryConditions.ALL)
                    .flatMap(List::stream)
                    .toList());

    private final Map<String, ConditionType> byName;
    private final List<ConditionType> ordered;

    private ConditionTypes(Map<String, ConditionType> byName) {
        this.byName = byName;
        this.ordered = List.copyOf(byName.values());
    }

    /** The conditions of the hub. */
    public static ConditionTypes standard() {
        return STANDARD;
    }

    /**
     * A registry of these types, checked in this order.
     *
     * @throws IllegalArgumentException when two have the same name
     */
    public static ConditionTypes of(List<ConditionType> types) {
        Map<String, ConditionType> byName = new LinkedHashMap<>();
        for (ConditionType type : types) {
            if (byName.put(type.name(), type) != null) {
                throw new IllegalArgumentException("two conditions are named " + type.name());
            }
        }
        return new ConditionTypes(byName);
    }

    /** The type of that name, or null when nobody enforces it. */
    public @Nullable ConditionType find(String name) {
        return byName.get(name);
    }

    /** All types, in the order they are checked. */
    public List<ConditionType> all() {
        return ordered;
    }

    /** Every name that can be stated. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** All names in one line, for refusals. */
    String known() {
        return String.join(", ", byName.keySet().stream().sorted().toList());
    }
}
