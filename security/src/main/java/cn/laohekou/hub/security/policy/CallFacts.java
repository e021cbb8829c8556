package cn.laohekou.hub.security.policy;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call beyond who asks for what: inputs of conditions that only some grants state. Starts from
 * {@link #NONE}, where nothing is proven, and is extended by the {@code with} methods; an input that was not put in never
 * satisfies a condition.
 *
 * @param authentication how the system proved itself, for example {@code bearer}; null when not known
 * @param assuranceLevel how well the acting person's identity is proven, 1 the lowest; 0 when not proven at all
 * @param personVerified whether the acting person is proven by a token and not only stated
 * @param signature how the request was signed, for example {@code message-signature}; null when no signature was verified
 * @param recipient department the data is asked for on behalf of, unified social credit code; null when for the caller
 * @param certificate the data subject's e-certificate as presented and checked; null when none was presented
 * @param fulfilled names of the obligations the entry carries out on what it releases
 */
public record CallFacts(
        @Nullable String authentication,
        int assuranceLevel,
        boolean personVerified,
        @Nullable String signature,
        @Nullable String recipient,
        @Nullable CertificateFact certificate,
        Set<String> fulfilled) {

    /** Nothing proven, no obligation carried out. */
    public static final CallFacts NONE = new CallFacts(null, 0, false, null, null, null, Set.of());

    /** The same with the way the system proved itself. */
    public CallFacts withAuthentication(@Nullable String method) {
        return new CallFacts(method, assuranceLevel, personVerified, signature, recipient, certificate, fulfilled);
    }

    /** The same with a person proven at a level, 1 the lowest. */
    public CallFacts withPerson(int level, boolean verified) {
        return new CallFacts(authentication, level, verified, signature, recipient, certificate, fulfilled);
    }

    /** The same with a verified signature. */
    public CallFacts withSignature(@Nullable String mechanism) {
        return new CallFacts(
                authentication, assuranceLevel, personVerified, mechanism, recipient, certificate, fulfilled);
    }

    /** The same on behalf of another department. */
    public CallFacts withRecipient(@Nullable String department) {
        return new CallFacts(
                authentication, assuranceLevel, personVerified, signature, department, certificate, fulfilled);
    }

    /** The same with an e-certificate of the data subject. */
    public CallFacts withCertificate(CertificateFact presented) {
        return new CallFacts(
                authentication, assuranceLevel, personVerified, signature, recipient, presented, fulfilled);
    }

    /** The same from an entry that carries out these obligations. */
    public CallFacts fulfilling(Set<String> obligations) {
        return new CallFacts(
                authentication,
                assuranceLevel,
                personVerified,
                signature,
                recipient,
                certificate,
                Set.copyOf(obligations));
    }

    /** Whether the entry carries out every one of a grant's obligations. */
    boolean fulfils(Map<String, Object> obligations) {
        return obligations.isEmpty() || fulfilled.containsAll(obligations.keySet());
    }
}
