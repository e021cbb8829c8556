package cn.laohekou.hub.security.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the realm's access tokens offline. Safe for any thread.
 *
 * <p>{@link #cached} is for the hot path and never blocks; {@link #verify} checks a signature, which costs 40 us (RSA)
 * to over 1 ms (ECDSA), and may wait for the realm's keys.
 */
public final class TokenVerifier {

    /** Tokens remembered unless stated otherwise. */
    public static final int DEFAULT_CACHE = 10_000;

    private final Consumer<Caller> verified;
    private final Predicate<Caller> ended;
    private final KeySource keys;
    private final TokenCheck check;
    private final Clock clock;
    private final VerifiedTokenCache cache;
    private volatile long revokedBefore = Long.MIN_VALUE;

    /**
     * Creates a verifier.
     *
     * @param rules what tokens must say
     * @param keys the realm's keys
     * @param clock the time
     * @param capacity most tokens remembered, at least 2
     */
    public TokenVerifier(TokenRules rules, KeySource keys, Clock clock, int capacity) {
        this(rules, keys, clock, capacity, caller -> {}, caller -> false);
    }

    /**
     * Creates a verifier that tells of every system's token it verifies, once per token and not again while it is
     * remembered.
     *
     * @param rules what tokens must say
     * @param keys the realm's keys
     * @param clock the time
     * @param capacity most tokens remembered, at least 2
     * @param verified told of callers; must neither block nor fail
     * @param ended whether a caller's client counts no more, whatever its token says; asked for every call
     */
    public TokenVerifier(
            TokenRules rules,
            KeySource keys,
            Clock clock,
            int capacity,
            Consumer<Caller> verified,
            Predicate<Caller> ended) {
        this.verified = verified;
        this.ended = ended;
        this.keys = keys;
        this.check = new TokenCheck(rules, keys);
        this.clock = clock;
        this.cache = new VerifiedTokenCache(capacity);
    }

    /** The caller of a system's token verified before and still good, or null: then {@link #verify} decides. */
    public @Nullable Caller cached(String token) {
        Caller caller = cache.get(token, keys.generation(), now());
        return caller == null || ended.test(caller) ? null : caller;
    }

    /**
     * Verifies a system's token and remembers it until it expires.
     *
     * @param token the token without {@code Bearer}, null when the call brought none
     */
    public Verification<Caller> verify(@Nullable String token) {
        // Read first: a revocation or rotation during the check makes the result worthless for the next call.
        long stamp = cache.stamp();
        long generation = keys.generation();
        Verification<TokenClaims> checked = check.claims(token, now());
        if (checked instanceof Verification.Rejected<TokenClaims> rejected) {
            return new Verification.Rejected<>(rejected.fault());
        }
        TokenClaims claims = ((Verification.Verified<TokenClaims>) checked).who();
        if (claims.issuedAt() < revokedBefore) {
            return new Verification.Rejected<>(TokenFault.REVOKED);
        }
        Caller caller = claims.system();
        if (caller == null || token == null) {
            return new Verification.Rejected<>(TokenFault.NOT_A_SYSTEM);
        }
        if (ended.test(caller)) {
            return new Verification.Rejected<>(TokenFault.REVOKED);
        }
        cache.put(token, caller, generation, stamp);
        verified.accept(caller);
        return new Verification.Verified<>(caller);
    }

    /**
     * Verifies a person's token; never remembered.
     *
     * @param token the token without {@code Bearer}, null when the call brought none
     */
    public Verification<Person> verifyPerson(@Nullable String token) {
        Verification<TokenClaims> checked = check.claims(token, now());
        if (checked instanceof Verification.Rejected<TokenClaims> rejected) {
            return new Verification.Rejected<>(rejected.fault());
        }
        TokenClaims claims = ((Verification.Verified<TokenClaims>) checked).who();
        if (claims.issuedAt() < revokedBefore) {
            return new Verification.Rejected<>(TokenFault.REVOKED);
        }
        Person person = claims.person();
        return person == null
                ? new Verification.Rejected<>(TokenFault.NOT_A_PERSON)
                : new Verification.Verified<>(person);
    }

    /** Refuses all tokens issued before the moment (whole seconds) from now on, and forgets what was remembered. */
    public synchronized void revokeBefore(Instant moment) {
        revokedBefore = Math.max(revokedBefore, moment.getEpochSecond());
        cache.clear();
    }

    /** Forgets all remembered tokens; each is verified again when it comes next. */
    public void clear() {
        cache.clear();
    }

    private long now() {
        return Math.floorDiv(clock.millis(), 1000L);
    }
}
