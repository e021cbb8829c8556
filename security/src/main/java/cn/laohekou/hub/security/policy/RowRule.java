package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.RowTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the value of one field must be for its row to be released. Every part that is stated must hold.
 *
 * @param field name of the field; it need not be granted
 * @param in values allowed; empty when any
 * @param notIn values not allowed
 * @param startsWith beginnings allowed, for codes of regions say; empty when any
 * @param from least value allowed, for numbers and dates; null when any
 * @param until least value above those allowed; null when none
 */
public record RowRule(
        String field,
        Set<String> in,
        Set<String> notIn,
        List<String> startsWith,
        @Nullable String from,
        @Nullable String until) {

    public RowRule {
        in = Set.copyOf(in);
        notIn = Set.copyOf(notIn);
        startsWith = List.copyOf(startsWith);
    }

    /** Whether the rule can be decided on values of the type. */
    boolean suits(ValueType type) {
        boolean ordered = type == ValueType.INTEGER || type == ValueType.NUMBER || type == ValueType.DATE;
        boolean text = type == ValueType.STRING || type == ValueType.DATE;
        boolean ranged = from != null || until != null;
        if ((ranged && !ordered) || (!startsWith.isEmpty() && !text)) {
            return false;
        }
        return readable(type, from)
                && readable(type, until)
                && in.stream().allMatch(value -> readable(type, value))
                && notIn.stream().allMatch(value -> readable(type, value));
    }

    private static boolean readable(ValueType type, @Nullable String value) {
        return value == null || (type != ValueType.INTEGER && type != ValueType.NUMBER) || number(value) != null;
    }

    /** The function that decides the rule on values of a type it {@link #suits}. */
    RowTest test(ValueType type) {
        if (type == ValueType.INTEGER || type == ValueType.NUMBER) {
            return numbers();
        }
        return value -> (in.isEmpty() || in.contains(value))
                && !notIn.contains(value)
                && (startsWith.isEmpty() || startsWith.stream().anyMatch(value::startsWith))
                && (from == null || value.compareTo(from) >= 0)
                && (until == null || value.compareTo(until) < 0);
    }

    private RowTest numbers() {
        List<BigDecimal> allowed = in.stream().map(BigDecimal::new).toList();
        List<BigDecimal> excluded = notIn.stream().map(BigDecimal::new).toList();
        BigDecimal least = from == null ? null : new BigDecimal(from);
        BigDecimal end = until == null ? null : new BigDecimal(until);
        return value -> {
            BigDecimal number = number(value);
            return number != null
                    && (allowed.isEmpty() || holds(allowed, number))
                    && !holds(excluded, number)
                    && (least == null || number.compareTo(least) >= 0)
                    && (end == null || number.compareTo(end) < 0);
        };
    }

    private static boolean holds(List<BigDecimal> numbers, BigDecimal number) {
        return numbers.stream().anyMatch(other -> other.compareTo(number) == 0);
    }

    /** The number a text stands for; null when there is none that can be compared with certainty. */
    private static @Nullable BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
