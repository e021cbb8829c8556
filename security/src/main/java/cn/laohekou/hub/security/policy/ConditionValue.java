package cn.laohekou.hub.security.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a condition's value from plain data: texts, numbers, truth values, lists and maps. Notes everything wrong instead
 * of stopping at the first fault; a getter that finds a fault returns a harmless stand-in.
 */
public final class ConditionValue {

    private final @Nullable Object value;
    private final String pointer;
    private final List<Finding> findings;
    private final Set<String> known = new HashSet<>();

    ConditionValue(@Nullable Object value, String pointer, List<Finding> findings) {
        this.value = value;
        this.pointer = pointer;
        this.findings = findings;
    }

    /** Notes that the value is wrong. */
    public void wrong(String zh, String en) {
        findings.add(new Finding(pointer, zh, en));
    }

    /** A truth value. */
    public boolean flag() {
        if (value instanceof Boolean flag) {
            return flag;
        }
        wrong("应为 true 或 false", "must be true or false");
        return false;
    }

    /** A text that is not blank; empty when it is not one. */
    public String text() {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        wrong("应为非空文字", "must be a text that is not empty");
        return "";
    }

    /** The text of a text, a whole number or a truth value. */
    public String scalar() {
        if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            return value.toString();
        }
        return text();
    }

    /** One of the given texts. */
    public String choice(List<String> choices) {
        if (value instanceof String text && choices.contains(text)) {
            return text;
        }
        String listed = String.join(", ", choices);
        wrong("应为以下之一:" + listed, "must be one of: " + listed);
        return choices.get(0);
    }

    /** A whole number within bounds, both included. */
    public long integer(long min, long max) {
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= min && number <= max) {
                return number;
            }
        }
        wrong("应为 " + min + " 至 " + max + " 的整数", "must be a whole number from " + min + " to " + max);
        return min;
    }

    /** Anything read from text; a parser that throws or returns null notes the sentences given. */
    public <T> T parsed(Function<String, @Nullable T> parser, T standIn, String zh, String en) {
        try {
            T parsed = value instanceof String text ? parser.apply(text) : null;
            if (parsed != null) {
                return parsed;
            }
        } catch (RuntimeException unreadable) {
            // Said below.
        }
        wrong(zh, en);
        return standIn;
    }

    /** The entries of a list that is not empty. */
    public List<ConditionValue> items() {
        List<ConditionValue> items = new ArrayList<>();
        if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                items.add(new ConditionValue(list.get(i), pointer + "/" + i, findings));
            }
        } else {
            wrong("应为非空列表", "must be a list that is not empty");
        }
        return items;
    }

    /** Whether the value is an object with members. */
    public boolean isObject() {
        return value instanceof Map<?, ?>;
    }

    /** Whether the value is a list. */
    public boolean isList() {
        return value instanceof List<?>;
    }

    /** Whether an object has a member. */
    public boolean has(String name) {
        known.add(name);
        return value instanceof Map<?, ?> map && map.get(name) != null;
    }

    /** A member of an object; a missing one is found wrong by whatever reads it. */
    public ConditionValue member(String name) {
        known.add(name);
        Object member = value instanceof Map<?, ?> map ? map.get(name) : null;
        return new ConditionValue(member, pointer + "/" + escaped(name), findings);
    }

    /** Notes every member nobody asked for, and a value that is no object. To be called last. */
    public void refuseUnknown() {
        if (!(value instanceof Map<?, ?> map)) {
            wrong("应为一个对象", "must be an object");
            return;
        }
        String names = String.join(", ", new TreeSet<>(known));
        for (Object key : map.keySet()) {
            String name = Objects.toString(key);
            if (!known.contains(name)) {
                findings.add(new Finding(
                        pointer + "/" + escaped(name), "没有此项;可用的项:" + names, "unknown property; known are: " + names));
            }
        }
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
