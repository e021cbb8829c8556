package cn.laohekou.hub.security.identity;

import org.jspecify.annotations.Nullable;

/**
 * Resident identity numbers (公民身份号码, GB 11643-1999): 17 digits and a check character by ISO 7064 MOD 11-2. The date in
 * the number is not looked at: a number with an impossible date is treated with the same care.
 */
public final class ResidentId {

    /** Length of a number in characters (GB 11643-1999 clause 3). */
    public static final int LENGTH = 18;

    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private static final String CHECKS = "10X98765432";

    private ResidentId() {}

    /** Whether the text is a number with the right check character; a small {@code x} is accepted as well. */
    public static boolean isValid(@Nullable CharSequence text) {
        if (text == null || text.length() != LENGTH) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            sum += (c - '0') * WEIGHTS[i];
        }
        char check = text.charAt(LENGTH - 1);
        return CHECKS.charAt(sum % 11) == (check == 'x' ? 'X' : check);
    }
}
