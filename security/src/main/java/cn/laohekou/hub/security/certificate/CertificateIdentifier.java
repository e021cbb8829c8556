package cn.laohekou.hub.security.certificate;

import cn.laohekou.hub.security.identity.SocialCreditCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifier of an e-certificate (GB/T 36904-2018): the fixed prefix, then type, issuer, serial number, version and check
 * character, joined by dots. It names one person's certificate and is treated as a personal identifier.
 *
 * @param type certificate type: unified social credit code of whoever defined it, and three digits
 * @param issuer unified social credit code of the issuing authority
 * @param serial serial number, digits and capital letters
 * @param version three digits
 */
public record CertificateIdentifier(String type, String issuer, String serial, String version) {

    /** Object identifier every e-certificate begins with (GB/T 36904-2018). */
    public static final String PREFIX = "1.2.156.3005.2.";

    /** Longest identifier taken, in characters; the standard leaves the serial number's length open. */
    public static final int MAX_LENGTH = 128;

    /** A type: 18 characters of a unified social credit code and a number of three digits. */
    private static final Pattern TYPE = Pattern.compile("[0-9A-Z]{18}[0-9]{3}");

    private static final Pattern PARTS = Pattern.compile(Pattern.quote(PREFIX)
            + "([0-9A-Z]{18}[0-9]{3})\\.([0-9A-Z]{18})\\.([0-9A-Z]{1,40})\\.([0-9]{3})\\.([0-9A-Z])");

    /** Place of the division code within a unified social credit code (GB 32100-2015 clause 4). */
    private static final int DIVISION_FROM = 2;

    private static final int DIVISION_UNTIL = 8;

    /**
     * Reads an identifier.
     *
     * @return null when its form, one of the codes in it or its check character is wrong
     */
    public static @Nullable CertificateIdentifier parse(@Nullable String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            return null;
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches() || !isType(parts.group(1)) || !SocialCreditCode.isValid(parts.group(2))) {
            return null;
        }
        CertificateIdentifier read =
                new CertificateIdentifier(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
        return parts.group(5).charAt(0) == read.check() ? read : null;
    }

    /** Whether a text is a certificate type. */
    public static boolean isType(String text) {
        return TYPE.matcher(text).matches() && SocialCreditCode.isValid(text.substring(0, SocialCreditCode.LENGTH));
    }

    /** Division code (GB/T 2260) of the authority the issuer is registered with, six digits. */
    public String division() {
        return issuer.substring(DIVISION_FROM, DIVISION_UNTIL);
    }

    private char check() {
        return Mod3736.check(type + issuer + serial + version);
    }

    /** The identifier as written. */
    public String text() {
        return PREFIX + type + '.' + issuer + '.' + serial + '.' + version + '.' + check();
    }

    /** Says which type it is and nothing that leads to the person. */
    @Override
    public String toString() {
        return "CertificateIdentifier[" + type + "]";
    }
}
