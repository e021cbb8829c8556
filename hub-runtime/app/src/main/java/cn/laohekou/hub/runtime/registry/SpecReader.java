package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of a document, collecting everything that is wrong with it instead of stopping at the first fault. A
 * getter that finds a fault returns a harmless stand-in; whoever reads must ask for the errors before using the result.
 */
public final class SpecReader {

    /** Names used in paths and manifests. */
    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{2,62}");

    private static final int MAX_TEXT = 2000;
    private static final int MAX_LONG_TEXT = 20_000;

    private final JsonNode node;
    private final String pointer;
    private final List<FieldError> errors;
    private final Set<String> known = new HashSet<>();

    /**
     * Reads a request body of its own; {@link #finish} ends it.
     *
     * @param body the body
     */
    public SpecReader(ObjectNode body) {
        this(body, "", new ArrayList<>());
    }

    /**
     * Reads an object.
     *
     * @param node the object; null counts as empty
     * @param pointer JSON Pointer to it in the request
     * @param errors where faults are noted
     */
    public SpecReader(@Nullable JsonNode node, String pointer, List<FieldError> errors) {
        this.node = node == null ? Json.object() : node;
        this.pointer = pointer;
        this.errors = errors;
        if (!(this.node instanceof ObjectNode)) {
            error("", "应为一个对象", "must be an object");
        }
    }

    /** Refuses with everything that was wrong, unknown members included. */
    public void finish() {
        refuseUnknown();
        Directory.refuse(errors);
    }

    /** Notes a fault of a member; an empty member means the object itself. */
    public void error(String member, String zh, String en) {
        errors.add(FieldError.of(at(member), zh, en));
    }

    /** Pointer to a member. */
    public String at(String member) {
        return member.isEmpty()
                ? pointer
                : pointer + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    /** Names every member nobody asked for. To be called last. */
    public void refuseUnknown() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                error(name, "没有此项；可用的项：" + sorted(known), "unknown property; known are: " + sorted(known));
            }
        });
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }

    private @Nullable JsonNode member(String name, boolean required) {
        known.add(name);
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            if (required) {
                error(name, "必填", "is required");
            }
            return null;
        }
        return value;
    }

    /** A text of up to 2000 characters; empty when missing. */
    public String text(String name, boolean required) {
        JsonNode value = member(name, required);
        if (value == null) {
            return "";
        }
        if (!value.isTextual() || value.textValue().length() > MAX_TEXT || hasControl(value.textValue())) {
            error(
                    name,
                    "应为文字，至多 2000 个字符，不含控制字符",
                    "must be a text of at most 2000 characters without control characters");
            return "";
        }
        if (required && value.textValue().isBlank()) {
            error(name, "不得为空", "must not be empty");
        }
        return value.textValue();
    }

    /** A text of up to 20 000 characters in several lines, a certificate for example; empty when missing. */
    String longText(String name) {
        JsonNode value = member(name, false);
        if (value == null) {
            return "";
        }
        if (!value.isTextual() || value.textValue().length() > MAX_LONG_TEXT) {
            error(name, "应为文字，至多 20000 个字符", "must be a text of at most 20000 characters");
            return "";
        }
        return value.textValue();
    }

    /** A text that must match; empty when missing. */
    public String text(String name, boolean required, Pattern pattern, String zh, String en) {
        String text = text(name, required);
        if (!text.isEmpty() && !pattern.matcher(text).matches()) {
            error(name, zh, en);
            return "";
        }
        return text;
    }

    /** A hub name. */
    public String name(String name, boolean required) {
        return text(
                name,
                required,
                NAME,
                "应为小写字母开头，由小写字母、数字和连字符组成，3 至 63 个字符",
                "must start with a lower-case letter and have 3 to 63 lower-case letters, digits or hyphens");
    }

    /** A whole number within bounds. */
    public long integer(String name, long fallback, long min, long max) {
        JsonNode value = member(name, false);
        if (value == null) {
            return fallback;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            error(name, "应为 " + min + " 至 " + max + " 的整数", "must be a whole number from " + min + " to " + max);
            return fallback;
        }
        return value.longValue();
    }

    /** A truth value. */
    public boolean flag(String name, boolean fallback) {
        JsonNode value = member(name, false);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            error(name, "应为 true 或 false", "must be true or false");
            return fallback;
        }
        return value.booleanValue();
    }

    /** One of a list of constants, case-insensitive. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E fallback, boolean required) {
        String text = text(name, required);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            String choices = String.join(
                    ", ", Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
            error(name, "应为以下之一：" + choices, "must be one of: " + choices);
            return fallback;
        }
    }

    /** Anything readable from text, for example an instant. */
    public <T> T parsed(String name, T fallback, boolean required, Function<String, T> parser, String zh, String en) {
        String text = text(name, required);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return parser.apply(text);
        } catch (RuntimeException unreadable) {
            error(name, zh, en);
            return fallback;
        }
    }

    /** A list of different texts. */
    public List<String> texts(String name, boolean required) {
        Set<String> found = new LinkedHashSet<>();
        List<JsonNode> items = items(name, required);
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            if (!item.isTextual()
                    || item.textValue().isBlank()
                    || item.textValue().length() > MAX_TEXT) {
                error(name + "/" + i, "应为非空文字", "must be a text that is not empty");
            } else if (!found.add(item.textValue())) {
                error(name + "/" + i, "重复", "is listed twice");
            }
        }
        return List.copyOf(found);
    }

    /** A list of objects. */
    public List<SpecReader> objects(String name, boolean required) {
        List<SpecReader> readers = new ArrayList<>();
        List<JsonNode> items = items(name, required);
        for (int i = 0; i < items.size(); i++) {
            readers.add(new SpecReader(items.get(i), at(name) + "/" + i, errors));
        }
        return readers;
    }

    /** An object; empty when missing. */
    public SpecReader object(String name) {
        return new SpecReader(member(name, false), at(name), errors);
    }

    /** An object that must be there. */
    public SpecReader required(String name) {
        return new SpecReader(member(name, true), at(name), errors);
    }

    /** Names of the members there are. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** An object as it is; empty when missing. */
    public ObjectNode raw(String name) {
        JsonNode value = member(name, false);
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (value != null) {
            error(name, "应为一个对象", "must be an object");
        }
        return Json.object();
    }

    /** A member of any form; null when missing. */
    @Nullable
    JsonNode any(String name) {
        return member(name, false);
    }

    private List<JsonNode> items(String name, boolean required) {
        JsonNode value = member(name, required);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || (required && value.isEmpty()) || value.size() > MAX_TEXT) {
            error(name, "应为非空列表", "must be a list that is not empty");
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>();
        value.forEach(items::add);
        return items;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t');
    }
}
