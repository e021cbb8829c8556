package cn.laohekou.hub.security.masking;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The registered masks. */
final class Masks {

    private static final Pattern SPEC =
            Pattern.compile("([a-z][a-z0-9]{0,15})(?::(-?[0-9]{1,9}(?:,-?[0-9]{1,9}){0,19}))?");

    /** Most characters a mask may be told to keep. */
    private static final int MAX_KEPT = 999;

    private static final int MAX_ROUND_DIGITS = 30;

    private static final Set<LeafType> TEXTS = Set.of(LeafType.TEXT, LeafType.DATE);
    private static final Set<LeafType> NUMBERS = Set.of(LeafType.INTEGER, LeafType.NUMBER);
    private static final Set<LeafType> IDENTIFIERS = Set.of(LeafType.TEXT, LeafType.INTEGER);
    private static final Set<LeafType> ALL = Set.of(LeafType.values());

    private static final Map<String, Function<int[], @Nullable Mask>> REGISTRY = Map.ofEntries(
            Map.entry("none", args -> args.length == 0 ? Clear.INSTANCE : null),
            Map.entry("remove", args -> args.length == 0 ? Remove.INSTANCE : null),
            Map.entry("cover", Masks::cover),
            Map.entry("truncate", Masks::truncate),
            Map.entry(
                    "name", args -> args.length == 0 ? new Plain("name", TEXTS, false, TextMasks::keepSurname) : null),
            Map.entry("zero", args -> args.length == 0 ? new Plain("zero", NUMBERS, false, value -> "0") : null),
            Map.entry("round", Masks::round),
            Map.entry("band", Masks::band),
            Map.entry("bands", Masks::bands),
            Map.entry(
                    "pseudonym",
                    args -> args.length == 0
                            ? new Keyed("pseudonym", IDENTIFIERS, (value, field, keys) -> keys.pseudonym(value))
                            : null),
            Map.entry(
                    "sm4",
                    args -> args.length == 0
                            ? new Keyed("sm4", ALL, (value, field, keys) -> keys.encrypt(field, value))
                            : null));

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
        String args = matcher.group(2);
        return factory.apply(
                args == null
                        ? new int[0]
                        : Stream.of(args.split(",", -1))
                                .mapToInt(Integer::parseInt)
                                .toArray());
    }

    private static @Nullable Mask cover(int[] args) {
        if (args.length != 2 || !kept(args[0]) || !kept(args[1])) {
            return null;
        }
        int start = args[0];
        int end = args[1];
        return new Plain("cover:" + start + "," + end, TEXTS, false, value -> TextMasks.coverMiddle(value, start, end));
    }

    private static @Nullable Mask truncate(int[] args) {
        if (args.length != 1 || !kept(args[0])) {
            return null;
        }
        int keep = args[0];
        return new Plain("truncate:" + keep, TEXTS, false, value -> TextMasks.truncate(value, keep));
    }

    private static boolean kept(int characters) {
        return characters >= 0 && characters <= MAX_KEPT;
    }

    private static @Nullable Mask round(int[] args) {
        if (args.length != 1 || Math.abs(args[0]) > MAX_ROUND_DIGITS) {
            return null;
        }
        int digits = args[0];
        return new Plain("round:" + digits, NUMBERS, false, value -> NumberMasks.round(value, digits));
    }

    private static @Nullable Mask band(int[] args) {
        if (args.length != 1 || args[0] < 1) {
            return null;
        }
        int width = args[0];
        return new Plain("band:" + width, NUMBERS, false, value -> NumberMasks.band(value, width));
    }

    private static @Nullable Mask bands(int[] args) {
        if (args.length == 0) {
            return null;
        }
        StringBuilder spec = new StringBuilder("bands:").append(args[0]);
        for (int i = 1; i < args.length; i++) {
            if (args[i] <= args[i - 1]) {
                return null;
            }
            spec.append(',').append(args[i]);
        }
        int[] edges = args.clone();
        return new Plain(spec.toString(), NUMBERS, true, value -> NumberMasks.bands(value, edges));
    }

    @FunctionalInterface
    interface Rule {
        String apply(String value) throws Unfilterable;
    }

    @FunctionalInterface
    interface KeyedRule {
        String apply(String value, int field, FieldKeys keys);
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
        public String apply(String value, int field, @Nullable FieldKeys keys) {
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
        public String apply(String value, int field, @Nullable FieldKeys keys) {
            return "";
        }
    }

    /** A mask that depends on nothing but the value. */
    record Plain(String spec, Set<LeafType> types, boolean givesText, Rule rule) implements Mask {
        @Override
        public boolean suits(LeafType type) {
            return types.contains(type);
        }

        @Override
        public String apply(String value, int field, @Nullable FieldKeys keys) throws Unfilterable {
            return rule.apply(value);
        }
    }

    /** A mask under the consumer's keys. */
    record Keyed(String spec, Set<LeafType> types, KeyedRule rule) implements Mask {
        @Override
        public boolean suits(LeafType type) {
            return types.contains(type);
        }

        @Override
        public boolean givesText() {
            return true;
        }

        @Override
        public boolean keyed() {
            return true;
        }

        @Override
        public String apply(String value, int field, @Nullable FieldKeys keys) {
            if (keys == null) {
                throw new IllegalStateException("the mask " + spec + " needs the consumer's keys");
            }
            return value.isEmpty() ? value : rule.apply(value, field, keys);
        }
    }
}
