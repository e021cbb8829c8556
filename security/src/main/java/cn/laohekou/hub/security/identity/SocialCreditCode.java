package cn.laohekou.hub.security.identity;

import org.jspecify.annotations.Nullable;

/** Unified social credit codes (统一社会信用代码, GB 32100-2015): 17 characters and a check character, MOD 31. */
public final class SocialCreditCode {

    /** Length of a code in characters (GB 32100-2015 clause 4). */
    public static final int LENGTH = 18;

    /** The characters in use, by value: no I, O, S, V, Z (GB 32100-2015 annex A). */
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static final int MODULUS = 31;

    private SocialCreditCode() {}

    /** Whether the text is a code with the right check character; small letters are not accepted. */
    public static boolean isValid(@Nullable CharSequence text) {
        if (text == null || text.length() != LENGTH) {
            return false;
        }
        int sum = 0;
        // The weight of place i (from 0) is 3^i mod 31.
        int weight = 1;
        for (int i = 0; i < LENGTH - 1; i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                return false;
            }
            sum += value * weight;
            weight = weight * 3 % MODULUS;
        }
        int check = (MODULUS - sum % MODULUS) % MODULUS;
        return text.charAt(LENGTH - 1) == ALPHABET.charAt(check);
    }
}
