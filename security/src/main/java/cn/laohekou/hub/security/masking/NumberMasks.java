package cn.laohekou.hub.security.masking;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Masks of numbers, on the decimal text: nothing goes through binary floating point. */
final class NumberMasks {

    /** Largest exponent or scale of a number to be masked; a larger one would unfold into a giant text. */
    private static final int MAX_SCALE = 400;

    private NumberMasks() {}

    static String round(String value, int digits) throws Unfilterable {
        return number(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }

    /** Lower edge of the band of this width the value lies in; bands begin at zero. */
    static String band(String value, int width) throws Unfilterable {
        BigDecimal size = BigDecimal.valueOf(width);
        return number(value).divide(size, 0, RoundingMode.FLOOR).multiply(size).toPlainString();
    }

    /** The half-open interval between two edges the value lies in, in the notation of ISO 80000-2. */
    static String bands(String value, int[] edges) throws Unfilterable {
        BigDecimal number = number(value);
        int above = 0;
        while (above < edges.length && number.compareTo(BigDecimal.valueOf(edges[above])) >= 0) {
            above++;
        }
        String from = above == 0 ? "(-∞" : "[" + edges[above - 1];
        return from + "," + (above == edges.length ? "+∞)" : edges[above] + ")");
    }

    private static BigDecimal number(String value) throws Unfilterable {
        BigDecimal number;
        try {
            number = new BigDecimal(value);
        } catch (NumberFormatException e) {
            // A number whose exponent exceeds what BigDecimal holds.
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        return number;
    }
}
