package cn.laohekou.hub.security.policy;

import java.util.regex.Pattern;

/** Matches a declared pattern with a bound on the work, since a declared pattern may backtrack without end. */
final class BoundedMatch {

    /** Character reads one match may take: far above any sensible pattern on the longest parameter. */
    private static final int BUDGET = 100_000;

    private BoundedMatch() {}

    /** Whether the whole value matches; false also when finding out takes too much work. */
    static boolean matches(Pattern pattern, String value) {
        try {
            return pattern.matcher(new Metered(value)).matches();
        } catch (OutOfBudgetException | StackOverflowError e) {
            return false;
        }
    }

    private static final class Metered implements CharSequence {
        private final String value;
        private int reads;

        Metered(String value) {
            this.value = value;
        }

        @Override
        public int length() {
            return value.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads > BUDGET) {
                throw new OutOfBudgetException();
            }
            return value.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return value.subSequence(start, end);
        }

        @Override
        public String toString() {
            return value;
        }
    }

    private static final class OutOfBudgetException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfBudgetException() {
            super(null, null, false, false);
        }
    }
}
