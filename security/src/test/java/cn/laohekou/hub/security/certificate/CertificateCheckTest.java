package cn.laohekou.hub.security.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.certificate.CertificateAuthority.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateCheckTest {

    private static final CertificateUse USE =
            new CertificateUse("老河口市城市运行中心", "wang", "低保审核", "welfare-check", "2026-0001", "低保审核：人口基本信息");

    private final Registrar registrar = new Registrar();
    private Instant now = Instant.parse("2026-11-21T04:00:00Z");
    private final CertificateCheck check = new CertificateCheck(2, () -> now, ZoneId.of("Asia/Shanghai"));

    @Test
    void aGenuineCertificateOfTheSubjectStands() {
        CertificateEvidence found = result(question());

        assertThat(found.result()).isEqualTo(CertificateResult.VALID);
        assertThat(found.authorised()).isTrue();
        assertThat(found.authorisation()).isEqualTo("A-1");
        assertThat(found.holds(demand(60), now)).isTrue();
        assertThat(registrar.asked).containsExactly(Operation.QUERY, Operation.VERIFY, Operation.AUTHORISE);
    }

    @Test
    void everyCallNamesTheUseAndItsFiveElements() {
        result(question());

        assertThat(registrar.messages).hasSize(3).allSatisfy(message -> {
            assertThat(message.path("orgName").asText()).isEqualTo(USE.orgName());
            assertThat(message.path("username").asText()).isEqualTo(USE.username());
            assertThat(message.path("itemName").asText()).isEqualTo(USE.itemName());
            assertThat(message.path("itemCode").asText()).isEqualTo(USE.itemCode());
            assertThat(message.path("businessCode").asText()).isEqualTo(USE.businessCode());
            assertThat(message.path("UseFor").asText()).isEqualTo(USE.useFor());
        });
    }

    @Test
    void nobodyIsAskedWhileOneOfTheElementsIsMissing() {
        for (CertificateUse incomplete : List.of(
                new CertificateUse("", "u", "i", "c", "b", "f"),
                new CertificateUse("o", " ", "i", "c", "b", "f"),
                new CertificateUse("o", "u", "", "c", "b", "f"),
                new CertificateUse("o", "u", "i", "", "b", "f"),
                new CertificateUse("o", "u", "i", "c", "", "f"),
                new CertificateUse("o", "u", "i", "c", "b", ""))) {
            CertificateQuestion asked = new CertificateQuestion(
                    demand(60), true, Registrar.IDENTIFIER, List.of(Registrar.SUBJECT), incomplete, 1);
            assertThat(result(asked).result()).isEqualTo(CertificateResult.UNCHECKABLE);
        }
        assertThat(registrar.asked).isEmpty();
    }

    @Test
    void aForgedIdentifierIsRefusedWithoutAskingAnybody() {
        String last = Registrar.IDENTIFIER.endsWith("A") ? "B" : "A";
        String forged = Registrar.IDENTIFIER.substring(0, Registrar.IDENTIFIER.length() - 1) + last;

        assertThat(result(presenting(forged)).result()).isEqualTo(CertificateResult.FORGED);
        assertThat(registrar.asked).isEmpty();
    }

    @Test
    void anotherTypeIsRefusedWithoutAskingAnybody() {
        CertificateIdentifier other = new CertificateIdentifier("11100000000013338W011", Registrar.ISSUER, "1", "001");

        CertificateEvidence found = result(presenting(other.text()));

        assertThat(found.result()).isEqualTo(CertificateResult.WRONG_TYPE);
        assertThat(found.type()).isEqualTo("11100000000013338W011");
        assertThat(registrar.asked).isEmpty();
    }

    @Test
    void aForeignIssuerAndAForeignRegionAreRefusedWithoutAskingAnybody() {
        String foreign = new CertificateIdentifier(Registrar.TYPE, "11330105002500287C", "1", "001").text();
        assertThat(result(presenting(foreign)).result()).isEqualTo(CertificateResult.FOREIGN);

        CertificateDemand oneIssuer =
                new CertificateDemand("e", Set.of(Registrar.TYPE), Set.of("11330105002500287C"), Set.of(), 60);
        CertificateQuestion local =
                new CertificateQuestion(oneIssuer, true, Registrar.IDENTIFIER, List.of(Registrar.SUBJECT), USE, 1);
        assertThat(result(local).result()).isEqualTo(CertificateResult.FOREIGN);
        assertThat(registrar.asked).isEmpty();
    }

    @Test
    void aCertificateForAnotherRegionIsRefused() {
        registrar.base.put("certificateAreaCode", "330105");

        assertThat(result(question()).result()).isEqualTo(CertificateResult.FOREIGN);
    }

    @Test
    void somebodyElsesCertificateIsRefused() {
        registrar.base.put("certificateHolderCode", "420682195113020085");
        assertThat(result(question()).result()).isEqualTo(CertificateResult.NOT_THE_SUBJECTS);

        registrar.base.remove("certificateHolderCode");
        assertThat(result(question()).result()).isEqualTo(CertificateResult.NOT_THE_SUBJECTS);
    }

    @Test
    void aRequestAboutNobodyOrAboutSeveralPersonsIsRefused() {
        for (List<String> subjects : List.of(List.<String>of(), List.of(Registrar.SUBJECT, "420682195113020085"))) {
            CertificateQuestion asked =
                    new CertificateQuestion(demand(60), true, Registrar.IDENTIFIER, subjects, USE, 1);
            assertThat(result(asked).result()).isEqualTo(CertificateResult.NOT_THE_SUBJECTS);
        }
    }

    @Test
    void aRevokedCertificateIsRefused() {
        registrar.status = "2";

        assertThat(result(question()).result()).isEqualTo(CertificateResult.REVOKED);
    }

    @Test
    void anExpiredCertificateIsRefusedEvenIfItsAuthorityCallsItValid() {
        registrar.base.put("certificateExpiringDate", "20261120");
        assertThat(result(question()).result()).isEqualTo(CertificateResult.EXPIRED);

        registrar.base.put("certificateExpiringDate", "20261121");
        assertThat(result(question()).result()).as("the last day counts").isEqualTo(CertificateResult.VALID);
    }

    @Test
    void aCertificateNotYetInForceIsRefused() {
        registrar.base.put("certificateEffectiveDate", "20261122");

        assertThat(result(question()).result()).isEqualTo(CertificateResult.EXPIRED);
    }

    @ParameterizedTest
    @CsvSource({
        "0002, UNKNOWN",
        "0003, UNCHECKABLE",
        "0004, REVOKED",
        "0005, FORGED",
        "0006, FORGED",
        "0007, FORGED",
        "'', UNCHECKABLE",
        "1, UNCHECKABLE"
    })
    void onlySuccessOfTheVerificationCounts(String code, CertificateResult expected) {
        registrar.verifyCode = code;

        assertThat(result(question()).result()).isEqualTo(expected);
    }

    @Test
    void dataOfAnotherCertificateIsAForgery() {
        registrar.base.put("certificateIdentifier", "1.2.156.3005.2.other");

        assertThat(result(question()).result()).isEqualTo(CertificateResult.FORGED);
    }

    @Test
    void anUnknownCertificateIsRefused() {
        answer(Operation.QUERY, "{\"verifyCode\":\"0002\"}");

        assertThat(result(question()).result()).isEqualTo(CertificateResult.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"authorised\":false}", "{\"authorised\":true,\"validUntil\":\"20261120\"}"})
    void aUseTheHolderDoesNotAuthoriseIsRefused(String authorisation) {
        registrar.authorisation = authorisation;

        assertThat(result(question()).result()).isEqualTo(CertificateResult.NOT_AUTHORISED);
    }

    @Test
    void whoDoesNotDemandAnAuthorisationDoesNotAskForOne() {
        CertificateQuestion asked =
                new CertificateQuestion(demand(60), false, Registrar.IDENTIFIER, List.of(Registrar.SUBJECT), USE, 1);

        assertThat(result(asked).authorised()).isFalse();
        assertThat(registrar.asked).containsExactly(Operation.QUERY, Operation.VERIFY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"certificateStatus\":\"1\",\"certificateStatus\":\"2\"}",
                "{\"certificateStatus\":\"1\"}",
                "{\"certificateData\":{\"baseInfo\":{}}}",
                "{} {}"
            })
    void anAnswerThatSaysNothingReliableIsNoProof(String answer) {
        for (Operation operation : Operation.values()) {
            registrar.answers.clear();
            answer(operation, answer);

            assertThat(result(question()).result()).as(operation.label()).isEqualTo(CertificateResult.UNCHECKABLE);
        }
    }

    @Test
    void aDateThatCannotBeReadIsNoProof() {
        registrar.base.put("certificateExpiringDate", "sometime");

        assertThat(result(question()).result()).isEqualTo(CertificateResult.UNCHECKABLE);
    }

    @Test
    void anAuthorityThatFailsIsNoProof() {
        registrar.failure = new IllegalStateException("down");

        assertThat(result(question()).result()).isEqualTo(CertificateResult.UNCHECKABLE);
    }

    @Test
    void aPositiveFindingIsUsedAgainForTheSameUseUntilItIsOld() {
        result(question());
        now = now.plusSeconds(59);
        assertThat(result(question()).checkedAt()).isEqualTo(now.minusSeconds(59));
        assertThat(registrar.asked).hasSize(3);

        now = now.plusSeconds(1);
        result(question());
        assertThat(registrar.asked).hasSize(6);
    }

    @Test
    void aFindingIsNotUsedForAnotherCaseSubjectDemandOrEpoch() {
        result(question());
        CertificateUse otherCase = new CertificateUse(
                USE.orgName(), USE.username(), USE.itemName(), USE.itemCode(), "2026-0002", USE.useFor());
        List<String> subjects = List.of(Registrar.SUBJECT);
        List<CertificateQuestion> others = List.of(
                new CertificateQuestion(demand(60), true, Registrar.IDENTIFIER, subjects, otherCase, 1),
                new CertificateQuestion(demand(60), false, Registrar.IDENTIFIER, subjects, USE, 1),
                new CertificateQuestion(demand(30), true, Registrar.IDENTIFIER, subjects, USE, 1),
                new CertificateQuestion(demand(60), true, Registrar.IDENTIFIER, subjects, USE, 2));
        for (CertificateQuestion other : others) {
            int before = registrar.asked.size();
            result(other);
            assertThat(registrar.asked).hasSizeGreaterThan(before);
        }
        CertificateQuestion otherSubject =
                new CertificateQuestion(demand(60), true, Registrar.IDENTIFIER, List.of("420682195113020085"), USE, 1);
        assertThat(result(otherSubject).result()).isEqualTo(CertificateResult.NOT_THE_SUBJECTS);
    }

    @Test
    void aRefusalIsNeverUsedAgain() {
        registrar.status = "2";
        result(question());
        registrar.status = "1";

        assertThat(result(question()).result()).isEqualTo(CertificateResult.VALID);
    }

    @Test
    void aFindingIsNotUsedBeyondTheEndOfCertificateOrAuthorisation() {
        registrar.authorisation = "{\"authorised\":true,\"validUntil\":\"20261121120030\"}";
        result(question());
        now = now.plusSeconds(30);

        assertThat(result(question()).result()).isEqualTo(CertificateResult.NOT_AUTHORISED);
    }

    @Test
    void aDemandOfNoFreshnessAsksEveryTime() {
        CertificateQuestion asked =
                new CertificateQuestion(demand(0), true, Registrar.IDENTIFIER, List.of(Registrar.SUBJECT), USE, 1);
        result(asked);
        result(asked);

        assertThat(registrar.asked).hasSize(6);
    }

    @Test
    void afterNoticeOfARevocationTheAuthorityIsAskedAgain() {
        result(question());
        registrar.status = "2";
        check.forget();

        assertThat(result(question()).result()).isEqualTo(CertificateResult.REVOKED);
    }

    @Test
    void theCacheHoldsNoMoreThanItsCapacity() {
        for (long epoch = 1; epoch <= 3; epoch++) {
            CertificateUse use = new CertificateUse("o", "u", "i", "c", "case-" + epoch, "f");
            result(new CertificateQuestion(demand(60), true, Registrar.IDENTIFIER, List.of(Registrar.SUBJECT), use, 1));
        }
        CertificateUse first = new CertificateUse("o", "u", "i", "c", "case-1", "f");
        int before = registrar.asked.size();
        result(new CertificateQuestion(demand(60), true, Registrar.IDENTIFIER, List.of(Registrar.SUBJECT), first, 1));

        assertThat(registrar.asked).hasSize(before + 3);
    }

    @Test
    void nothingPersonalIsPrinted() {
        assertThat(question().toString() + USE + result(question()))
                .doesNotContain(Registrar.SUBJECT)
                .doesNotContain("2026112100001")
                .doesNotContain("2026-0001")
                .doesNotContain("A-1");
    }

    private CertificateEvidence result(CertificateQuestion question) {
        return check.check(question, registrar).toCompletableFuture().join();
    }

    private void answer(Operation operation, String text) {
        registrar.answers.put(operation, text.getBytes(StandardCharsets.UTF_8));
    }

    private static CertificateQuestion question() {
        return presenting(Registrar.IDENTIFIER);
    }

    private static CertificateQuestion presenting(String identifier) {
        return new CertificateQuestion(demand(60), true, identifier, List.of(Registrar.SUBJECT), USE, 1);
    }

    private static CertificateDemand demand(int freshSeconds) {
        return new CertificateDemand(
                "e-certificates", Set.of(Registrar.TYPE), Set.of(), Set.of("420682"), freshSeconds);
    }
}
