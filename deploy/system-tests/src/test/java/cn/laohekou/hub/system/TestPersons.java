package cn.laohekou.hub.system;

import java.util.Locale;

/** The sandbox's made-up persons, as its documentation describes them: month 13, so that the number is nobody's. */
final class TestPersons {

    /** GB 11643-1999: weights of the check digit, MOD 11-2. */
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private TestPersons() {}

    /** ID number of the n-th person, from 0. */
    static String idNumber(int n) {
        String digits = String.format(Locale.ROOT, "420682%d13%02d%03d", 1950 + n, 1 + n % 28, 1 + n * 7);
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * Character.digit(digits.charAt(i), 10);
        }
        return digits + "10X98765432".charAt(sum % 11);
    }
}
