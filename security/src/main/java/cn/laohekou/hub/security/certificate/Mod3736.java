package cn.laohekou.hub.security.certificate;

/** ISO 7064 MOD 37,36 (hybrid): one check character over digits and capital letters. */
final class Mod3736 {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int MODULUS = 36;

    private Mod3736() {}

    /**
     * The check character that follows a text.
     *
     * @param text digits and capital letters only
     * @throws IllegalArgumentException when the text holds anything else
     */
    static char check(CharSequence text) {
        int product = MODULUS;
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("Only digits and capital letters have a check character");
            }
            int sum = (product + value) % MODULUS;
            product = (sum == 0 ? MODULUS : sum) * 2 % (MODULUS + 1);
        }
        return ALPHABET.charAt((MODULUS + 1 - product) % MODULUS);
    }
}
