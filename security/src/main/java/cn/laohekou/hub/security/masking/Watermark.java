package cn.laohekou.hub.security.masking;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a released value carries a mark that names its consumer, without saying anything untrue: a text gets invisible
 * characters at its end, a number rounded to {@code n} digits gets three more digits, too small to change it when it is
 * rounded to {@code n} digits again. Every marked value carries its mark by itself, so any subset of rows in any order
 * is traceable. Immutable and safe for any thread.
 *
 * <p>The mark deters and traces; it is no protection: whoever knows of it can remove it.
 */
public final class Watermark {

    /** Format characters of Unicode without width: ZERO WIDTH SPACE, NON-JOINER, JOINER, WORD JOINER. */
    private static final String INVISIBLE = "\u200B\u200C\u200D\u2060";

    private static final int BITS_PER_CHARACTER = 2;

    private static final int CHARACTERS = 6;

    /** Digits a number carries; below 500 of 1000, rounding half up takes them away again. */
    private static final int DIGITS = 3;

    private static final int NUMBER_MARKS = 500;

    private static final int TEXT_MARKS = 1 << (BITS_PER_CHARACTER * CHARACTERS);

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?");

    /** Digits after the point of a number before it is marked, or -1 for a text. */
    private final int scale;

    private Watermark(int scale) {
        this.scale = scale;
    }

    /** Marks of texts. */
    static Watermark ofTexts() {
        return new Watermark(-1);
    }

    /** Marks of numbers rounded to so many digits after the point. */
    static Watermark ofNumbers(int scale) {
        return new Watermark(scale);
    }

    /**
     * How values of a field carry marks.
     *
     * @param type type of the field
     * @param mask mask in force
     * @return null when values of this type under this mask cannot carry a mark
     */
    public static @Nullable Watermark of(LeafType type, Mask mask) {
        if (mask.keyed() || mask.removes() || mask.givesText()) {
            return null;
        }
        if (type == LeafType.TEXT) {
            return ofTexts();
        }
        if (type != LeafType.NUMBER || !mask.spec().startsWith("round:")) {
            return null;
        }
        int digits = Integer.parseInt(mask.spec().substring("round:".length()));
        return digits < 0 ? null : ofNumbers(digits);
    }

    /**
     * A mask whose results carry this mark.
     *
     * @param mask the mask in force, one that {@link #of} took
     */
    public Mask on(Mask mask) {
        return new Marked(mask, this);
    }

    /** How many different marks there are: a value carries a given one by chance once in so many. */
    public int marks() {
        return scale < 0 ? TEXT_MARKS : NUMBER_MARKS;
    }

    /** Whether a released value is marked; empty texts, and texts with invisible characters of their own, are not. */
    boolean carries(String value) {
        if (scale >= 0) {
            return DECIMAL.matcher(value).matches();
        }
        for (int i = 0; i < value.length(); i++) {
            if (INVISIBLE.indexOf(value.charAt(i)) >= 0) {
                return false;
            }
        }
        return !base(value).isEmpty();
    }

    /**
     * What of a value the mark depends on: copies that differ in width, case and space have the same.
     *
     * @param value a value without its mark
     */
    String base(String value) {
        if (scale >= 0) {
            return value;
        }
        StringBuilder kept = new StringBuilder(value.length());
        Normalizer.normalize(value, Normalizer.Form.NFKC)
                .codePoints()
                .filter(c -> !Character.isWhitespace(c))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /**
     * The marked value.
     *
     * @param value a value that {@link #carries} a mark
     * @param mark any number from 0
     */
    String mark(String value, int mark) {
        StringBuilder marked = new StringBuilder(value);
        int left = mark % marks();
        if (scale < 0) {
            for (int i = 0; i < CHARACTERS; i++) {
                marked.append(INVISIBLE.charAt(left % INVISIBLE.length()));
                left /= INVISIBLE.length();
            }
        } else {
            marked.append(scale == 0 ? "." : "").append(Integer.toString(1000 + left), 1, 1 + DIGITS);
        }
        return marked.toString();
    }

    /**
     * Takes a mark out of a value found somewhere.
     *
     * @param found a value of the field
     * @return null when it carries none
     */
    @Nullable
    Found read(String found) {
        return scale < 0 ? readText(found) : readNumber(found.strip());
    }

    /**
     * A mark that was found.
     *
     * @param base what the mark depends on
     * @param mark the mark, below {@link #marks}
     */
    record Found(String base, int mark) {}

    private @Nullable Found readText(String found) {
        StringBuilder base = new StringBuilder(found.length());
        int mark = 0;
        int read = 0;
        for (int i = 0; i < found.length(); i++) {
            int digit = INVISIBLE.indexOf(found.charAt(i));
            if (digit < 0) {
                base.append(found.charAt(i));
            } else if (read < CHARACTERS) {
                mark |= digit << (BITS_PER_CHARACTER * read++);
            } else {
                return null;
            }
        }
        return read == CHARACTERS ? new Found(base(base.toString()), mark) : null;
    }

    /** Spreadsheets drop zeros at the end, so these are put back. */
    private @Nullable Found readNumber(String found) {
        if (found.length() > JsonFilter.MAX_NUMBER_LENGTH
                || !DECIMAL.matcher(found).matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(found);
        if (number.scale() > scale + DIGITS) {
            return null;
        }
        String text = number.setScale(scale + DIGITS).toPlainString();
        int mark = Integer.parseInt(text.substring(text.length() - DIGITS));
        String base = text.substring(0, text.length() - DIGITS);
        return mark < NUMBER_MARKS ? new Found(scale == 0 ? base.substring(0, base.length() - 1) : base, mark) : null;
    }
}
