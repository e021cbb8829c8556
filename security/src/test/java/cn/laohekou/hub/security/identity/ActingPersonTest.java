package cn.laohekou.hub.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens a system got on somebody's behalf, and those it did not. */
class ActingPersonTest {

    /** The standard's own example of a check character (GB 11643-1999); nobody's number. */
    private static final String RESIDENT = "11010519491231002X";

    private static final String COMPANY = "11420682MB00001077";

    private final Realm realm = new Realm();
    private final TokenVerifier verifier = new TokenVerifier(
            TokenRules.of(Realm.ISSUER, "hub"), realm, new MovableClock(Realm.NOW), TokenVerifier.DEFAULT_CACHE);

    /** Claims as the realm puts them into an exchanged token of a citizen. */
    private static JwtClaims exchanged() {
        JwtClaims claims = Realm.systemClaims();
        claims.setClaim("hub_system", "city-centre");
        claims.setClaim("sid", "0b7d2f52-0000-4000-8000-000000000003");
        claims.setClaim("preferred_username", "province.42");
        claims.setClaim("person_resident_id", RESIDENT);
        claims.setClaim("person_assurance", 3);
        return claims;
    }

    private Verification<Caller> verify(Consumer<JwtClaims> change) {
        JwtClaims claims = exchanged();
        change.accept(claims);
        return verifier.verify(Realm.sign(claims));
    }

    private ActingPerson person(Consumer<JwtClaims> change) {
        Verification<Caller> result = verify(change);
        assertThat(result).isInstanceOf(Verification.Verified.class);
        return Objects.requireNonNull(
                ((Verification.Verified<Caller>) result).who().person());
    }

    private void refused(Consumer<JwtClaims> change) {
        assertThat(verify(change)).isEqualTo(new Verification.Rejected<Caller>(TokenFault.NOT_A_SYSTEM));
    }

    @Test
    void anExchangedTokenNamesTheSystemAndThePerson() {
        Caller caller = ((Verification.Verified<Caller>) verify(c -> {})).who();

        assertThat(caller.system()).isEqualTo("city-centre");
        assertThat(caller.person()).isEqualTo(new ActingPerson(ActingPerson.Kind.NATURAL, RESIDENT, null, 3));
    }

    @Test
    void aSystemsOwnTokenNamesNobody() {
        Verification<Caller> own = verifier.verify(Realm.sign(Realm.systemClaims()));

        assertThat(((Verification.Verified<Caller>) own).who().person()).isNull();
    }

    @Test
    void legalPersonsAreKnownByTheirCreditCode() {
        assertThat(person(c -> {
                    c.unsetClaim("person_resident_id");
                    c.setClaim("person_credit_code", COMPANY);
                }))
                .isEqualTo(new ActingPerson(ActingPerson.Kind.LEGAL, COMPANY, null, 3));
    }

    @Test
    void officialsActForTheirOwnDepartmentOnly() {
        Consumer<JwtClaims> official = c -> {
            c.unsetClaim("person_resident_id");
            c.unsetClaim("person_assurance");
            c.setClaim("person_department", Realm.DEPARTMENT);
            c.setClaim("person_name", "zhang-san");
        };

        assertThat(person(official))
                .isEqualTo(new ActingPerson(ActingPerson.Kind.OFFICIAL, "zhang-san", Realm.DEPARTMENT, 0));
        // After a transfer the realm states the new department; the former department's system can act for them no
        // more.
        refused(official.andThen(c -> c.setClaim("person_department", "11420682MB0000203G")));
        refused(official.andThen(c -> c.unsetClaim("person_name")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"110105194912310021", "11010519491231002", "1101051949123100２X", "", "x"})
    void aResidentNumberWithAWrongCheckCharacterProvesNobody(String number) {
        refused(c -> c.setClaim("person_resident_id", number));
    }

    @Test
    void aCreditCodeWithAWrongCheckCharacterProvesNobody() {
        refused(c -> {
            c.unsetClaim("person_resident_id");
            c.setClaim("person_credit_code", "11420682MB00001078");
        });
    }

    @Test
    void whoeverIsTwoKindsAtOnceIsNobody() {
        refused(c -> c.setClaim("person_credit_code", COMPANY));
        refused(c -> c.setClaim("person_department", Realm.DEPARTMENT));
        refused(c -> c.unsetClaim("person_resident_id"));
    }

    @Test
    void anUnknownLevelOfAssuranceIsRefusedAndNoneIsTheLowest() {
        refused(c -> c.setClaim("person_assurance", 5));
        refused(c -> c.setClaim("person_assurance", "high"));
        refused(c -> c.setClaim("person_assurance", -1));
        assertThat(person(c -> c.unsetClaim("person_assurance")).assurance()).isZero();
        assertThat(person(c -> c.setClaim("person_assurance", "4")).assurance()).isEqualTo(4);
    }

    @Test
    void theMarkOfAnotherSystemOrNoneIsRefused() {
        refused(c -> c.setClaim("hub_system", "another-system"));
        refused(c -> c.unsetClaim("hub_system"));
        refused(c -> c.setClaim("azp", "another-system"));
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() {
        assertThat(verify(c -> c.setAudience("another-system")))
                .isEqualTo(new Verification.Rejected<Caller>(TokenFault.WRONG_AUDIENCE));
    }

    @Test
    void anExchangedTokenNeverOpensTheManagementApi() {
        JwtClaims claims = exchanged();
        claims.setClaim("realm_access", Map.of("roles", List.of("security-administrator")));

        assertThat(verifier.verifyPerson(Realm.sign(claims)))
                .isEqualTo(new Verification.Rejected<Person>(TokenFault.NOT_A_PERSON));
        JwtClaims unmarked = Realm.personClaims();
        unmarked.setClaim("azp", "city-centre");
        assertThat(verifier.verifyPerson(Realm.sign(unmarked)))
                .isEqualTo(new Verification.Rejected<Person>(TokenFault.NOT_A_PERSON));
    }

    @Test
    void rememberedTokensKeepTheirPerson() {
        String token = Realm.sign(exchanged());
        Caller first = ((Verification.Verified<Caller>) verifier.verify(token)).who();

        assertThat(verifier.cached(token)).isEqualTo(first);
    }

    @Test
    void thePersonIsNotInItsText() {
        ActingPerson person = person(c -> {});

        assertThat(person.toString()).doesNotContain(RESIDENT);
        assertThat(((Verification.Verified<Caller>) verify(c -> {})).who().toString())
                .doesNotContain(RESIDENT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ActingPerson(ActingPerson.Kind.NATURAL, RESIDENT, null, 5));
    }
}
