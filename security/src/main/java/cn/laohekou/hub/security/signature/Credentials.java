package cn.laohekou.hub.security.signature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All credentials, ready to be looked up. Immutable and safe for any thread. */
public final class Credentials {

    /** Nobody. */
    public static final Credentials NONE = new Credentials(List.of(), Map.of(), Map.of());

    private final Map<String, Credential> byKeyId = new HashMap<>();
    private final Map<String, List<Credential>> secrets = new HashMap<>();
    private final Map<String, Credential> byThumbprint;
    private final Map<String, Credential> bySubject;
    private final List<HeaderConvention> conventions;
    private final boolean costly;

    private Credentials(
            Collection<Credential> keys, Map<String, Credential> byThumbprint, Map<String, Credential> bySubject) {
        boolean pairs = false;
        Set<HeaderConvention> spoken = new LinkedHashSet<>();
        for (Credential credential : keys) {
            byKeyId.put(credential.keyId(), credential);
            HeaderConvention convention = credential.convention();
            SignatureKey key = credential.key();
            pairs |= key != null && !key.algorithm().shared();
            if (key != null && key.algorithm().shared()) {
                secrets.computeIfAbsent(credential.system(), system -> new ArrayList<>())
                        .add(credential);
            }
            if (convention != null && !credential.revoked()) {
                spoken.add(convention);
            }
        }
        this.costly = pairs;
        this.conventions = List.copyOf(spoken);
        this.byThumbprint = Map.copyOf(byThumbprint);
        this.bySubject = Map.copyOf(bySubject);
    }

    /**
     * Credentials.
     *
     * @param keys those with a key
     * @param byThumbprint certificates by base64url SHA-256 (RFC 8705 section 3.1)
     * @param bySubject certificates by subject in RFC 2253 form
     */
    public static Credentials of(
            Collection<Credential> keys, Map<String, Credential> byThumbprint, Map<String, Credential> bySubject) {
        return new Credentials(keys, byThumbprint, bySubject);
    }

    /** The credential of that key id; ended ones too. */
    public @Nullable Credential key(String keyId) {
        return byKeyId.get(keyId);
    }

    /**
     * The credential a client certificate stands for; an exact certificate goes before a subject.
     *
     * @param thumbprint base64url SHA-256 of the certificate
     * @param subject its subject in RFC 2253 form
     */
    public @Nullable Credential certificate(String thumbprint, String subject) {
        Credential exact = byThumbprint.get(thumbprint);
        return exact != null ? exact : bySubject.get(subject);
    }

    /**
     * The newest secret shared with a system that counts at a moment; null when there is none.
     *
     * @param system system id
     * @param speaking whether it must speak a header convention
     * @param now the moment
     */
    public @Nullable Credential secretOf(String system, boolean speaking, Instant now) {
        Credential newest = null;
        for (Credential credential : secrets.getOrDefault(system, List.of())) {
            if (credential.counts(now)
                    && (!speaking || credential.convention() != null)
                    && (newest == null || credential.notBefore().isAfter(newest.notBefore()))) {
                newest = credential;
            }
        }
        return newest;
    }

    /** Whether any system proves itself by its certificate alone. */
    public boolean anyCertificate() {
        return !byThumbprint.isEmpty() || !bySubject.isEmpty();
    }

    /** Whether some key is the public half of a pair, so that a verification may cost too much for an event loop. */
    public boolean costly() {
        return costly;
    }

    /** The conventions some credential speaks. */
    public List<HeaderConvention> conventions() {
        return conventions;
    }
}
