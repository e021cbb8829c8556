package cn.laohekou.hub.security.identity;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the acting person out of a system's token. Identifiers are checked by their own check character: an identity
 * provider that sends something else proves nobody.
 */
final class ActingPersonClaims {

    static final String RESIDENT_ID = "person_resident_id";
    static final String CREDIT_CODE = "person_credit_code";
    static final String DEPARTMENT = "person_department";
    static final String NAME = "person_name";
    static final String ASSURANCE = "person_assurance";

    /** What a claim says. */
    @FunctionalInterface
    interface Claims {
        @Nullable
        Object get(String name);
    }

    private ActingPersonClaims() {}

    /**
     * The person the claims name, or null when they name none, more than one kind, or one that cannot be.
     *
     * @param systemDepartment department the token binds the system to
     */
    static @Nullable ActingPerson read(Claims claims, String systemDepartment) {
        String resident = text(claims, RESIDENT_ID);
        String company = text(claims, CREDIT_CODE);
        String department = text(claims, DEPARTMENT);
        int assurance = assurance(claims.get(ASSURANCE));
        int kinds = (resident == null ? 0 : 1) + (company == null ? 0 : 1) + (department == null ? 0 : 1);
        if (kinds != 1 || assurance < 0) {
            return null;
        }
        if (resident != null) {
            return ResidentId.isValid(resident)
                    ? new ActingPerson(ActingPerson.Kind.NATURAL, resident.toUpperCase(Locale.ROOT), null, assurance)
                    : null;
        }
        if (company != null) {
            return SocialCreditCode.isValid(company)
                    ? new ActingPerson(ActingPerson.Kind.LEGAL, company, null, assurance)
                    : null;
        }
        // An official acts through the systems of the own department only: a transfer ends what the former one gave.
        String name = text(claims, NAME);
        return name != null && systemDepartment.equals(department)
                ? new ActingPerson(ActingPerson.Kind.OFFICIAL, name, department, assurance)
                : null;
    }

    /** 0 when not stated, -1 when it is no level. */
    private static int assurance(@Nullable Object stated) {
        if (stated == null) {
            return 0;
        }
        String text = stated.toString();
        return text.matches("[0-4]") ? text.charAt(0) - '0' : -1;
    }

    private static @Nullable String text(Claims claims, String name) {
        return claims.get(name) instanceof String text && !text.isBlank() ? text : null;
    }
}
