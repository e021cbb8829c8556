package cn.laohekou.hub.security.masking;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks values of formats that know only text, as XML and tables do, against the declared type. */
final class LeafText {

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]++");

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private LeafText() {}

    /**
     * The value as masks take it: texts unchanged, others without space around them and without a leading plus sign (XML
     * Schema part 2, whiteSpace collapse).
     *
     * @return null when the value is not of the type
     */
    static @Nullable String of(LeafType type, String text) {
        if (type == LeafType.TEXT) {
            return text;
        }
        String value = text.strip();
        if (value.length() > JsonFilter.MAX_NUMBER_LENGTH) {
            return null;
        }
        boolean fits =
                switch (type) {
                    case INTEGER -> INTEGER.matcher(value).matches();
                    case NUMBER -> NUMBER.matcher(value).matches();
                    case DATE -> DATE.matcher(value).matches();
                    case BOOLEAN ->
                        value.equals("true") || value.equals("false") || value.equals("1") || value.equals("0");
                    case TEXT -> true;
                };
        if (!fits) {
            return null;
        }
        return value.startsWith("+") ? value.substring(1) : value;
    }

    /** Whether a text stands for no value: only a text may be empty. */
    static boolean absent(LeafType type, String text) {
        return type != LeafType.TEXT && text.isBlank();
    }
}
