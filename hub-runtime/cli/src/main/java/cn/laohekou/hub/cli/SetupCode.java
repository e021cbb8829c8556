package cn.laohekou.hub.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The code of the first set-up. Made here and shown here; the hub gets its digest only, so that no process, file,
 * environment or log but the operator's terminal holds the code.
 *
 * @param text as shown, in groups of five
 */
record SetupCode(String text) {

    /** Crockford's base 32: no letter that looks like a digit. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** 100 bits: beyond guessing, so that a plain digest keeps it. */
    private static final int SYMBOLS = 20;

    private static final int GROUP = 5;

    static SetupCode random() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SYMBOLS; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new SetupCode(text.toString());
    }

    /** SHA-256 of the symbols without separators, as hexadecimal text. */
    String hash() {
        byte[] symbols = text.replace("-", "").getBytes(StandardCharsets.US_ASCII);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(symbols));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "SetupCode";
    }
}
