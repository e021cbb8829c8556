package cn.laohekou.hub.security.masking;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The registered masks. */
final class Masks {

    private static final Pattern SPEC = Pattern.compile("([a-z]+)(?::(-?[0-9]{1,3})(?:,([0-9]{1,3}))?)?");

    /** Largest exponent or scale a rounded number may have; a larger one would unfold into a giant text. */
    private static final int MAX_SCALE = 400;

    private static final int MAX_ROUND_DIGITS = 30;

    /** Compound surnames still in use (复姓); all others are one character. */
    private static final Set<String> COMPOUND_SURNAMES = Set.of(
            "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "尉迟", "皇甫", "公孙", "慕容", "令狐", "宇文", "长孙", "轩辕", "端木",
            "百里", "呼延", "东郭", "西门", "澹台", "濮阳", "淳于", "单于", "申屠", "太史", "钟离", "闻人", "赫连", "拓跋", "万俟", "公冶");

    private static final Map<String, Function<int[], @Nullable Mask>> REGISTRY = Map.of(
            "none", args -> args.length == 0 ? Clear.INSTANCE : null,
            "remove", args -> args.length == 0 ? Remove.INSTANCE : null,
            "cover", Masks::cover,
            "truncate", Masks::truncate,
            "name", args -> args.length == 0 ? new OfText("name", Masks::keepSurname) : null,
            "zero", args -> args.length == 0 ? new OfNumber("zero", value -> "0") : null,
            "round", Masks::round);

    private Masks() {}

    static @Nullable Mask parse(String spec) {
        var matcher = SPEC.matcher(spec);
        if (!matcher.matches()) {
            return null;
        }
        var factory = REGISTRY.get(matcher.group(1));
        if (factory == null) {
            return null;
        }
        String first = matcher.group(2);
        String second = matcher.group(3);
        int[] args;
        if (first == null) {
            args = new int[0];
        } else if (second == null) {
            args = new int[] {Integer.parseInt(first)};
        } else {
            args = new int[] {Integer.parseInt(first), Integer.parseInt(second)};
        }
        return factory.apply(args);
    }

    private static @Nullable Mask cover(int[] args) {
        if (args.length != 2 || args[0] < 0) {
            return null;
        }
        int start = args[0];
        int end = args[1];
        return new OfText("cover:" + start + "," + end, value -> coverMiddle(value, start, end));
    }

    private static @Nullable Mask truncate(int[] args) {
        if (args.length != 1 || args[0] < 0) {
            return null;
        }
        int keep = args[0];
        return new OfText("truncate:" + keep, value -> {
            int length = value.codePointCount(0, value.length());
            return length <= keep ? value : value.substring(0, value.offsetByCodePoints(0, keep));
        });
    }

    private static @Nullable Mask round(int[] args) {
        if (args.length != 1 || Math.abs(args[0]) > MAX_ROUND_DIGITS) {
            return null;
        }
        int digits = args[0];
        return new OfNumber("round:" + digits, value -> roundTo(value, digits));
    }

    private static String coverMiddle(String value, int start, int end) {
        int length = value.codePointCount(0, value.length());
        // A value without a middle would be released whole: cover all of it.
        if (length < start + end + 1) {
            return "*".repeat(length);
        }
        int from = value.offsetByCodePoints(0, start);
        int until = value.offsetByCodePoints(value.length(), -end);
        return value.substring(0, from) + "*".repeat(length - start - end) + value.substring(until);
    }

    private static String keepSurname(String value) {
        int length = value.codePointCount(0, value.length());
        if (length < 2) {
            return "*".repeat(length);
        }
        boolean compound = length > 2 && value.length() > 1 && COMPOUND_SURNAMES.contains(value.substring(0, 2));
        int keep = compound ? 2 : 1;
        return value.substring(0, value.offsetByCodePoints(0, keep)) + "*".repeat(length - keep);
    }

    private static String roundTo(String value, int digits) throws Unfilterable {
        BigDecimal number;
        try {
            number = new BigDecimal(value);
        } catch (NumberFormatException e) {
            // A JSON number whose exponent exceeds what BigDecimal holds.
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        return number.setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    @FunctionalInterface
    interface Rule {
        String apply(String value) throws Unfilterable;
    }

    /** Releases the value as it is. */
    static final class Clear implements Mask {
        static final Clear INSTANCE = new Clear();

        private Clear() {}

        @Override
        public String spec() {
            return "none";
        }

        @Override
        public boolean suits(LeafType type) {
            return true;
        }

        @Override
        public boolean clear() {
            return true;
        }

        @Override
        public String apply(String value) {
            return value;
        }
    }

    /** Leaves the leaf out. */
    static final class Remove implements Mask {
        static final Remove INSTANCE = new Remove();

        private Remove() {}

        @Override
        public String spec() {
            return "remove";
        }

        @Override
        public boolean suits(LeafType type) {
            return true;
        }

        @Override
        public boolean removes() {
            return true;
        }

        @Override
        public String apply(String value) {
            return "";
        }
    }

    /** A mask of strings. */
    record OfText(String spec, Rule rule) implements Mask {
        @Override
        public boolean suits(LeafType type) {
            return type == LeafType.TEXT || type == LeafType.DATE;
        }

        @Override
        public String apply(String value) throws Unfilterable {
            return rule.apply(value);
        }
    }

    /** A mask of numbers. */
    record OfNumber(String spec, Rule rule) implements Mask {
        @Override
        public boolean suits(LeafType type) {
            return type == LeafType.INTEGER || type == LeafType.NUMBER;
        }

        @Override
        public String apply(String value) throws Unfilterable {
            return rule.apply(value);
        }
    }
}
