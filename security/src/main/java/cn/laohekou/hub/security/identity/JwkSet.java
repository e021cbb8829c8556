package cn.laohekou.hub.security.identity;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/** Reads the usable signing keys out of a JWK Set (RFC 7517 section 5). */
final class JwkSet {

    /** Smallest RSA modulus in bits (RFC 7518 section 3.3). */
    private static final int MIN_RSA_BITS = 2048;

    /** The only curve of the accepted algorithms (RFC 7518 section 3.4). */
    private static final String P_256 = "P-256";

    private JwkSet() {}

    /** Public keys for signatures by key id; empty when there are none or the text is no key set. */
    static Map<String, PublicKey> keys(String json) {
        Map<String, PublicKey> keys = new HashMap<>();
        try {
            for (JsonWebKey key : new JsonWebKeySet(json).getJsonWebKeys()) {
                if (key instanceof PublicJsonWebKey publicKey && key.getKeyId() != null && usable(publicKey)) {
                    keys.put(key.getKeyId(), publicKey.getPublicKey());
                }
            }
        } catch (JoseException | RuntimeException e) {
            return Map.of();
        }
        return Map.copyOf(keys);
    }

    private static boolean usable(PublicJsonWebKey key) {
        boolean signs = key.getUse() == null || key.getUse().equals(Use.SIGNATURE);
        if (key instanceof EllipticCurveJsonWebKey curve) {
            return signs && P_256.equals(curve.getCurveName());
        }
        return signs
                && key.getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= MIN_RSA_BITS;
    }
}
