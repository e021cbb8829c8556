package cn.laohekou.hub.city;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stands for the authority's e-seal in the sandbox: a keyed digest that only the city itself makes and checks. */
final class CertificateSeal {

    /** Protects nothing but made-up data on this machine. */
    private static final byte[] KEY = "sandbox-city-seal".getBytes(StandardCharsets.US_ASCII);

    private static final String ALGORITHM = "HmacSHA256";

    private CertificateSeal() {}

    static String over(Certificate c) {
        return over(
                c.identifier(),
                c.type(),
                c.issuer(),
                c.area(),
                c.holder(),
                c.holderName(),
                c.effective(),
                c.expiring());
    }

    static String over(String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(KEY, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }
}
