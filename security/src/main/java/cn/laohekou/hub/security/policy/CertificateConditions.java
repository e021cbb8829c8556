package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.certificate.CertificateDemand;
import cn.laohekou.hub.security.certificate.CertificateEvidence;
import cn.laohekou.hub.security.certificate.CertificateIdentifier;
import cn.laohekou.hub.security.certificate.CertificateResult;
import cn.laohekou.hub.security.identity.SocialCreditCode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the data subject's e-certificate (电子证照). The decision needs what a check found; until then the reason
 * is {@link DenyReason#CERTIFICATE_UNCHECKED}, upon which an entry that can have certificates checked does so and asks
 * again. An entry that cannot leaves it denied.
 */
public final class CertificateConditions {

    /** The condition that demands a certificate; its obligation is a {@link CertificateDemand}. */
    public static final String CERTIFICATE = "certificate";

    /** The condition that demands the holder's authorisation of the use; stands beside {@link #CERTIFICATE}. */
    public static final String AUTHORISATION = "subjectAuthorisation";

    static final ConditionType DEMANDED = new StandardConditions.Named(
            CERTIFICATE,
            "须出示数据主体的电子证照，经核验有效且类型、签发机关相符",
            "the data subject's e-certificate must be presented and found valid, of these types and issuers",
            Map.of(
                    "resource", "e-certificates",
                    "types", List.of("11100000000013338W999"),
                    "regions", List.of("420682")),
            CertificateConditions::certificate);

    static final ConditionType AUTHORISED = new StandardConditions.Named(
            AUTHORISATION,
            "须经数据主体授权本次用证，与 certificate 条件同时使用",
            "the data subject must have authorised this use of the certificate; stands beside certificate",
            true,
            CertificateConditions::authorisation);

    private static final Pattern DIVISION = Pattern.compile("[0-9]{2,6}");

    private CertificateConditions() {}

    private static CompiledCondition certificate(ConditionValue value) {
        String resource = value.member("resource").text();
        Set<String> types = texts(
                value.member("types"),
                CertificateIdentifier::isType,
                "应为证照类型代码：18 位统一社会信用代码加 3 位数字",
                "must be a certificate type: a unified social credit code and three digits");
        Set<String> issuers = value.has("issuers")
                ? texts(
                        value.member("issuers"),
                        SocialCreditCode::isValid,
                        "应为签发机关的统一社会信用代码",
                        "must be the issuer's unified social credit code")
                : Set.of();
        Set<String> regions = value.has("regions")
                ? texts(
                        value.member("regions"),
                        text -> DIVISION.matcher(text).matches(),
                        "应为 2 至 6 位行政区划代码",
                        "must be a division code of 2 to 6 digits")
                : Set.of();
        int fresh = value.has("freshSeconds")
                ? (int) value.member("freshSeconds").integer(0, CertificateDemand.MAX_FRESH_SECONDS)
                : CertificateDemand.DEFAULT_FRESH_SECONDS;
        if (issuers.isEmpty() && regions.isEmpty()) {
            value.wrong("须以 issuers 或 regions 限定签发机关", "must limit the issuers by issuers or regions");
        }
        value.refuseUnknown();
        CertificateDemand demand = new CertificateDemand(resource, types, issuers, regions, fresh);
        return new CompiledCondition((policy, request) -> demanded(demand, request), demand);
    }

    private static Set<String> texts(ConditionValue list, Predicate<String> valid, String zh, String en) {
        Set<String> texts = new HashSet<>();
        for (ConditionValue item : list.items()) {
            texts.add(item.parsed(text -> valid.test(text) ? text : null, "", zh, en));
        }
        return texts;
    }

    private static @Nullable DenyReason demanded(CertificateDemand demand, DecisionRequest request) {
        if (missing(request.caseNumber())) {
            return DenyReason.CASE_REQUIRED;
        }
        if (missing(request.person())) {
            return DenyReason.PERSON_REQUIRED;
        }
        CertificateFact fact = request.facts().certificate();
        if (fact == null) {
            return DenyReason.CERTIFICATE_REQUIRED;
        }
        CertificateEvidence evidence = fact.evidence();
        if (evidence == null || !evidence.demand().equals(demand)) {
            return DenyReason.CERTIFICATE_UNCHECKED;
        }
        if (evidence.result() != CertificateResult.VALID) {
            return reason(evidence.result());
        }
        return evidence.holds(demand, request.now()) ? null : DenyReason.CERTIFICATE_EXPIRED;
    }

    private static CompiledCondition authorisation(ConditionValue value) {
        if (!value.flag()) {
            return CompiledCondition.NOTHING;
        }
        return new CompiledCondition(
                (policy, request) -> {
                    CertificateFact fact = request.facts().certificate();
                    CertificateEvidence evidence = fact == null ? null : fact.evidence();
                    if (evidence == null) {
                        return fact == null ? DenyReason.CERTIFICATE_REQUIRED : DenyReason.CERTIFICATE_UNCHECKED;
                    }
                    return evidence.authorised() ? null : DenyReason.CERTIFICATE_NOT_AUTHORISED;
                },
                true);
    }

    private static DenyReason reason(CertificateResult result) {
        return switch (result) {
            case VALID, UNCHECKABLE -> DenyReason.CERTIFICATE_UNCHECKABLE;
            case FORGED -> DenyReason.CERTIFICATE_FORGED;
            case WRONG_TYPE -> DenyReason.CERTIFICATE_WRONG_TYPE;
            case FOREIGN -> DenyReason.CERTIFICATE_FOREIGN;
            case UNKNOWN -> DenyReason.CERTIFICATE_UNKNOWN;
            case REVOKED -> DenyReason.CERTIFICATE_REVOKED;
            case EXPIRED -> DenyReason.CERTIFICATE_EXPIRED;
            case NOT_THE_SUBJECTS -> DenyReason.CERTIFICATE_NOT_THE_SUBJECTS;
            case NOT_AUTHORISED -> DenyReason.CERTIFICATE_NOT_AUTHORISED;
        };
    }

    private static boolean missing(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
