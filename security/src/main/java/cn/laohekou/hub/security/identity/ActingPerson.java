package cn.laohekou.hub.security.identity;

import org.jspecify.annotations.Nullable;

/**
 * The person on whose behalf a system asks, proven by the realm: the token names the system as the authorised party and
 * the person as its subject (RFC 8693 section 1.1, delegation without an actor claim).
 *
 * @param kind what kind of person
 * @param identifier what identifies the person: a resident identity number, a unified social credit code, or an
 *     official's login name; personal data, never written anywhere but as a keyed digest
 * @param department an official's own department, unified social credit code; null for others
 * @param assurance how well the identity is proven, 1 (registered) to 4 (in person), as the national or provincial
 *     identity provider states it; 0 when nobody states it
 */
public record ActingPerson(
        Kind kind, String identifier, @Nullable String department, int assurance) {

    /** The highest level of assurance. */
    public static final int MAX_ASSURANCE = 4;

    /** Kinds of persons. */
    public enum Kind {
        /** 自然人, identified by 公民身份号码. */
        NATURAL,
        /** 法人, identified by 统一社会信用代码. */
        LEGAL,
        /** An official of a department, signed in at the city's own realm. */
        OFFICIAL;

        private final String label = name().toLowerCase(java.util.Locale.ROOT);

        /** As written in evidence. */
        public String label() {
            return label;
        }
    }

    public ActingPerson {
        if (assurance < 0 || assurance > MAX_ASSURANCE) {
            throw new IllegalArgumentException("assurance must be 0 to 4 but is " + assurance);
        }
    }

    /** Without who it is. */
    @Override
    public String toString() {
        return "ActingPerson[" + kind + ", assurance " + assurance + "]";
    }
}
