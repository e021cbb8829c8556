package cn.laohekou.hub.security.identity;

import java.security.Key;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Checks everything about a token that does not depend on whom it speaks for. */
final class TokenCheck {

    /** Longest token in characters; a realm's tokens have one to two thousand. */
    private static final int MAX_LENGTH = 8192;

    /** Asymmetric algorithms with SHA-256 (RFC 7518 section 3.1); never none, never a shared secret. */
    private static final Set<String> ALGORITHMS = Set.of(
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    private static final AlgorithmConstraints CONSTRAINTS =
            new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, ALGORITHMS.toArray(String[]::new));

    /** Types of the token's header: absent, a plain one, or an access token's (RFC 9068 section 2.1). */
    private static final Set<String> HEADER_TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");

    private final TokenRules rules;
    private final KeySource keys;

    TokenCheck(TokenRules rules, KeySource keys) {
        this.rules = rules;
        this.keys = keys;
    }

    /** The claims of a good token, or why it is none. */
    Verification<TokenClaims> claims(@Nullable String token, long now) {
        if (token == null || token.isBlank()) {
            return rejected(TokenFault.MISSING);
        }
        if (token.length() > MAX_LENGTH || !compact(token)) {
            return rejected(TokenFault.MALFORMED);
        }
        try {
            return claims(parsed(token), now);
        } catch (JoseException | RuntimeException e) {
            // Whatever the library trips over, the token is the cause; its message may quote the token.
            return rejected(TokenFault.MALFORMED);
        }
    }

    private static JsonWebSignature parsed(String token) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(CONSTRAINTS);
        signature.setCompactSerialization(token);
        return signature;
    }

    private Verification<TokenClaims> claims(JsonWebSignature signature, long now) throws JoseException {
        String algorithm = signature.getAlgorithmHeaderValue();
        if (algorithm == null || !ALGORITHMS.contains(algorithm)) {
            return rejected(TokenFault.BAD_ALGORITHM);
        }
        String keyId = signature.getKeyIdHeaderValue();
        String type = signature.getHeaders().getStringHeaderValue("typ");
        boolean plain = signature.getHeaders().getObjectHeaderValue("crit") == null
                && HEADER_TYPES.contains(type == null ? "" : type.toLowerCase(java.util.Locale.ROOT));
        if (keyId == null || !plain) {
            return rejected(TokenFault.MALFORMED);
        }
        KeySource.Lookup lookup = keys.find(keyId);
        if (lookup instanceof KeySource.Lookup.Found found) {
            return signed(signature, found.key(), now);
        }
        return rejected(
                lookup instanceof KeySource.Lookup.Unknown ? TokenFault.BAD_SIGNATURE : TokenFault.KEYS_UNAVAILABLE);
    }

    private Verification<TokenClaims> signed(JsonWebSignature signature, PublicKey key, long now) throws JoseException {
        if (!algorithmFits(signature.getAlgorithmHeaderValue(), key)) {
            return rejected(TokenFault.BAD_ALGORITHM);
        }
        signature.setKey(key);
        if (!signature.verifySignature()) {
            return rejected(TokenFault.BAD_SIGNATURE);
        }
        try {
            JwtClaims claims = JwtClaims.parse(signature.getPayload());
            validate(signature, key, claims, now);
            long issuedAt = claims.getIssuedAt().getValue();
            long expiresAt = claims.getExpirationTime().getValue();
            // Keycloak puts ID and refresh tokens under the same keys; only access tokens are of type Bearer.
            return "Bearer".equals(claims.getClaimValue("typ"))
                    ? new Verification.Verified<>(new TokenClaims(claims, issuedAt, expiresAt))
                    : rejected(TokenFault.MALFORMED);
        } catch (InvalidJwtException e) {
            return rejected(fault(e));
        } catch (MalformedClaimException e) {
            return rejected(TokenFault.MALFORMED);
        }
    }

    private void validate(JsonWebSignature signature, Key key, JwtClaims claims, long now) throws InvalidJwtException {
        new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(CONSTRAINTS)
                .setVerificationKey(key)
                .setExpectedIssuer(true, rules.issuer())
                .setExpectedAudience(true, rules.audience())
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setIssuedAtRestrictions(0, Integer.MAX_VALUE)
                .setAllowedClockSkewInSeconds((int) rules.skew().toSeconds())
                .setEvaluationTime(NumericDate.fromSeconds(now))
                // The signature was verified above; verifying it again would double the cost.
                .setSkipSignatureVerification()
                .build()
                .processContext(new JwtContext(claims, List.of(signature)));
    }

    private static TokenFault fault(InvalidJwtException e) {
        if (e.hasErrorCode(ErrorCodes.ISSUER_INVALID) || e.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return TokenFault.WRONG_ISSUER;
        }
        if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return TokenFault.WRONG_AUDIENCE;
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRED)) {
            return TokenFault.EXPIRED;
        }
        if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID) || e.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_FUTURE)) {
            return TokenFault.NOT_YET_VALID;
        }
        return TokenFault.MALFORMED;
    }

    /** Whether the key is of the kind the algorithm names, so that neither can be swapped for the other. */
    private static boolean algorithmFits(String algorithm, PublicKey key) {
        return key.getAlgorithm().equals(algorithm.startsWith("ES") ? "EC" : "RSA");
    }

    /** Three parts of base64url (RFC 7515 section 7.1). */
    private static boolean compact(String token) {
        int dots = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '.') {
                dots++;
            } else if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return dots == 2;
    }

    private static Verification<TokenClaims> rejected(TokenFault fault) {
        return new Verification.Rejected<>(fault);
    }
}
