package cn.laohekou.hub.security.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Requests to a certificate authority and what all its answers have in common (names after JT/T 1546-2025). */
final class CertificateMessages {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CertificateMessages() {}

    static byte[] query(CertificateIdentifier identifier, CertificateUse use) {
        return bytes(named(use).put("certificateIdentifier", identifier.text()));
    }

    static byte[] verify(CertificateIdentifier identifier, JsonNode data, CertificateUse use) {
        ObjectNode message = named(use).put("certificateIdentifier", identifier.text());
        message.set("certificateData", data);
        return bytes(message);
    }

    static byte[] authorise(CertificateIdentifier identifier, String holder, CertificateUse use) {
        return bytes(named(use).put("certificateIdentifier", identifier.text()).put("certificateHolderCode", holder));
    }

    /** An answer, which must be one JSON object without anything said twice. */
    static ObjectNode answer(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException unreadable) {
            // Said below.
        }
        throw new Unfit(CertificateResult.UNCHECKABLE);
    }

    /** Ends the check unless the authority says that data and seal are genuine. */
    static void requireGenuine(byte[] body) {
        CertificateResult fault =
                switch (answer(body).path("verifyCode").asText()) {
                    case "0001" -> CertificateResult.VALID;
                    case "0002" -> CertificateResult.UNKNOWN;
                    case "0004" -> CertificateResult.REVOKED;
                    case "0005", "0006", "0007" -> CertificateResult.FORGED;
                    default -> CertificateResult.UNCHECKABLE;
                };
        if (fault != CertificateResult.VALID) {
            throw new Unfit(fault);
        }
    }

    private static ObjectNode named(CertificateUse use) {
        return JSON.createObjectNode()
                .put("orgName", use.orgName())
                .put("username", use.username())
                .put("itemName", use.itemName())
                .put("itemCode", use.itemCode())
                .put("businessCode", use.businessCode())
                .put("UseFor", use.useFor());
    }

    private static byte[] bytes(ObjectNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
