package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.policy.ParameterFault.Code;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A declared parameter ready to check values. Immutable. */
final class CompiledParameter {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

    private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]{0,18})");

    /** A number as RFC 8259 section 6 writes it, of bounded length. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,30})(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    static final int DEFAULT_MAX_LENGTH = 256;

    private final Parameter parameter;
    private final int position;
    private final @Nullable Pattern pattern;
    private final int maxLength;
    private final Set<String> allowed;

    CompiledParameter(Parameter parameter, int position, @Nullable Pattern pattern) {
        this.parameter = parameter;
        this.position = position;
        this.pattern = pattern;
        this.maxLength = parameter.maxLength() == 0 ? DEFAULT_MAX_LENGTH : parameter.maxLength();
        this.allowed = Set.copyOf(parameter.allowed());
    }

    static boolean validName(String name) {
        return NAME.matcher(name).matches();
    }

    Parameter parameter() {
        return parameter;
    }

    String name() {
        return parameter.name();
    }

    /** Place among the operation's parameters, from 0. */
    int position() {
        return position;
    }

    boolean inUrl() {
        return parameter.in() != Parameter.In.BODY;
    }

    /** Checks a value given as text; null when it is good. */
    @Nullable
    ParameterFault check(String value) {
        if (value.length() > maxLength) {
            return fault(Code.TOO_LONG, "超过 " + maxLength + " 个字符", "is longer than " + maxLength + " characters");
        }
        if (!typed(value)) {
            return wrongType();
        }
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            String list = String.join(", ", parameter.allowed());
            return fault(Code.NOT_ALLOWED, "只能取以下值之一:" + list, "must be one of: " + list);
        }
        if (pattern != null && !BoundedMatch.matches(pattern, value)) {
            return fault(Code.PATTERN, "不符合规定的格式", "does not have the declared form");
        }
        return null;
    }

    ParameterFault wrongType() {
        return switch (parameter.type()) {
            case STRING -> fault(Code.WRONG_TYPE, "应为不含控制字符的文本", "must be text without control characters");
            case INTEGER -> fault(Code.WRONG_TYPE, "应为整数", "must be an integer");
            case NUMBER -> fault(Code.WRONG_TYPE, "应为数字", "must be a number");
            case BOOLEAN -> fault(Code.WRONG_TYPE, "应为 true 或 false", "must be true or false");
            case DATE -> fault(Code.WRONG_TYPE, "应为 yyyy-MM-dd 形式的日期", "must be a date in the form yyyy-MM-dd");
        };
    }

    private boolean typed(String value) {
        return switch (parameter.type()) {
            case STRING -> !hasUnprintable(value);
            case INTEGER -> INTEGER.matcher(value).matches();
            case NUMBER -> NUMBER.matcher(value).matches();
            case BOOLEAN -> value.equals("true") || value.equals("false");
            case DATE -> isDate(value);
        };
    }

    /**
     * Whether a text holds control characters or half a surrogate pair. Line breaks and tabs are text in a body; in a
     * URL they were refused when it was decoded.
     */
    private static boolean hasUnprintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7F && c <= 0x9F)) {
                return true;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == value.length() || !Character.isSurrogatePair(c, value.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static boolean isDate(String value) {
        if (value.length() != 10) {
            return false;
        }
        try {
            LocalDate.parse(value, DATE);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private ParameterFault fault(Code code, String zh, String en) {
        return new ParameterFault(name(), code, "参数 " + name() + " " + zh, "parameter " + name() + " " + en);
    }
}
