package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.certificate.CertificateDemand;
import cn.laohekou.hub.security.certificate.CertificateEvidence;
import cn.laohekou.hub.security.certificate.CertificateResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateConditionsTest {

    private static final String TYPE = "11100000000013338W999";
    private static final Map<String, Object> STATED =
            Map.of("resource", "e-certificates", "types", List.of(TYPE), "regions", List.of("420682"));
    private static final CertificateDemand DEMAND =
            new CertificateDemand("e-certificates", Set.of(TYPE), Set.of(), Set.of("420682"), 60);
    private static final CallFacts ENTRY =
            CallFacts.NONE.fulfilling(Set.of(CertificateConditions.CERTIFICATE, CertificateConditions.AUTHORISATION));

    @Test
    void nothingPresentedIsDenied() {
        assertThat(decided(false, ENTRY)).isEqualTo(DenyReason.CERTIFICATE_REQUIRED);
        assertThat(decided(true, ENTRY)).isEqualTo(DenyReason.CERTIFICATE_REQUIRED);
    }

    @Test
    void whatIsNotCheckedIsDenied() {
        assertThat(decided(false, ENTRY.withCertificate(CertificateFact.UNCHECKED)))
                .isEqualTo(DenyReason.CERTIFICATE_UNCHECKED);
    }

    @Test
    void aValidCertificateIsPermitted() {
        assertThat(decided(false, with(CertificateResult.VALID, DEMAND, false))).isNull();
        assertThat(decided(true, with(CertificateResult.VALID, DEMAND, true))).isNull();
    }

    @ParameterizedTest
    @EnumSource(value = CertificateResult.class, mode = EnumSource.Mode.EXCLUDE, names = "VALID")
    void everyOtherFindingIsDeniedWithItsReason(CertificateResult result) {
        assertThat(decided(true, with(result, DEMAND, true)))
                .isEqualTo(DenyReason.valueOf("CERTIFICATE_" + result.name()));
    }

    @Test
    void aFindingMadeForAnotherDemandCountsAsNone() {
        CertificateDemand other = new CertificateDemand("elsewhere", Set.of(TYPE), Set.of(), Set.of("420682"), 60);

        assertThat(decided(false, with(CertificateResult.VALID, other, true)))
                .isEqualTo(DenyReason.CERTIFICATE_UNCHECKED);
    }

    @Test
    void aFindingThatHasRunOutIsDenied() {
        CertificateEvidence old = new CertificateEvidence(
                DEMAND, CertificateResult.VALID, TYPE, true, null, Samples.NOW.minusSeconds(9), Samples.NOW);

        assertThat(decided(false, ENTRY.withCertificate(new CertificateFact(old))))
                .isEqualTo(DenyReason.CERTIFICATE_EXPIRED);
    }

    @Test
    void aUseNobodyAuthorisedIsDeniedWhereAnAuthorisationIsDemanded() {
        assertThat(decided(true, with(CertificateResult.VALID, DEMAND, false)))
                .isEqualTo(DenyReason.CERTIFICATE_NOT_AUTHORISED);
    }

    @Test
    void theElementsOfUseAreDemanded() {
        PolicySnapshot policy = Samples.policy(grant(false));
        CallFacts valid = with(CertificateResult.VALID, DEMAND, true);

        assertThat(denied(policy, request(null, "wang").with(valid))).isEqualTo(DenyReason.CASE_REQUIRED);
        assertThat(denied(policy, request("2026-7", " ").with(valid))).isEqualTo(DenyReason.PERSON_REQUIRED);
    }

    @Test
    void anEntryThatCannotHaveCertificatesCheckedIsDenied() {
        CallFacts valid = with(CertificateResult.VALID, DEMAND, true).fulfilling(Set.of());

        assertThat(decided(true, valid)).isEqualTo(DenyReason.POLICY_UNENFORCEABLE);
    }

    @Test
    void aDemandThatCouldNotBeMeantIsRefused() {
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("resource", "e-certificates", "types", List.of(TYPE)),
                Map.of("resource", "e-certificates", "types", List.of("999"), "regions", List.of("420682")),
                Map.of("resource", "e-certificates", "types", List.of(TYPE), "issuers", List.of("police")),
                Map.of("resource", "e-certificates", "types", List.of(TYPE), "regions", List.of("nowhere")),
                Map.of("types", List.of(TYPE), "regions", List.of("420682")),
                Map.of(
                        "resource",
                        "e-certificates",
                        "types",
                        List.of(TYPE),
                        "regions",
                        List.of("420682"),
                        "freshSeconds",
                        CertificateDemand.MAX_FRESH_SECONDS + 1))) {
            Samples.GrantOf grant = new Samples.GrantOf();
            grant.conditions = Map.of(CertificateConditions.CERTIFICATE, bad);
            assertThat(PolicyValidator.grant(grant.build(), Samples.resource()))
                    .as(bad.toString())
                    .isNotEmpty();
        }
    }

    private static CallFacts with(CertificateResult result, CertificateDemand demand, boolean authorised) {
        CertificateEvidence evidence = new CertificateEvidence(
                demand, result, TYPE, authorised, null, Samples.NOW, Samples.NOW.plusSeconds(60));
        return ENTRY.withCertificate(new CertificateFact(evidence));
    }

    private static Grant grant(boolean authorised) {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.conditions = authorised
                ? Map.of(CertificateConditions.CERTIFICATE, STATED, CertificateConditions.AUTHORISATION, true)
                : Map.of(CertificateConditions.CERTIFICATE, STATED);
        return grant.build();
    }

    private static @Nullable DenyReason decided(boolean authorised, CallFacts facts) {
        return denied(
                Samples.policy(grant(authorised)), request("2026-7", "wang").with(facts));
    }

    private static @Nullable DenyReason denied(PolicySnapshot policy, DecisionRequest request) {
        return PolicyEngine.decide(policy, request) instanceof Decision.Deny deny ? deny.reason() : null;
    }

    private static DecisionRequest request(@Nullable String caseNumber, @Nullable String person) {
        DecisionRequest usual = Samples.request();
        return new DecisionRequest(
                usual.system(),
                usual.department(),
                usual.resource(),
                usual.operation(),
                usual.purpose(),
                caseNumber,
                person,
                usual.source(),
                usual.now());
    }
}
