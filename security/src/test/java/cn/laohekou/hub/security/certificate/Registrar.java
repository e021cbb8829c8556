package cn.laohekou.hub.security.certificate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An authority with one certificate that tests can spoil in every way. */
final class Registrar implements CertificateAuthority {

    static final String TYPE = "11100000000013338W999";
    static final String ISSUER = "11420682000000000N";
    static final String SUBJECT = "42068219501301001X";
    static final String IDENTIFIER = new CertificateIdentifier(TYPE, ISSUER, "2026112100001", "001").text();

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<Operation> asked = new ArrayList<>();
    final List<ObjectNode> messages = new ArrayList<>();
    final Map<Operation, byte[]> answers = new EnumMap<>(Operation.class);
    final ObjectNode base = JSON.createObjectNode()
            .put("certificateIdentifier", IDENTIFIER)
            .put("certificateTypeCode", TYPE)
            .put("certificateIssuingAuthorityCode", ISSUER)
            .put("certificateHolderCode", SUBJECT)
            .put("certificateAreaCode", "420682")
            .put("certificateEffectiveDate", "20200101")
            .put("certificateExpiringDate", "20300101");
    String status = "1";
    String verifyCode = "0001";
    String authorisation = "{\"authorised\":true,\"authorisationCode\":\"A-1\"}";

    @Nullable
    RuntimeException failure;

    @Override
    public CompletionStage<byte[]> ask(Operation operation, byte[] body) {
        asked.add(operation);
        try {
            messages.add((ObjectNode) JSON.readTree(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        return CompletableFuture.completedFuture(answers.getOrDefault(operation, usual(operation)));
    }

    private byte[] usual(Operation operation) {
        return switch (operation) {
            case QUERY -> {
                ObjectNode answer = JSON.createObjectNode().put("certificateStatus", status);
                answer.putObject("certificateData").set("baseInfo", base);
                yield answer.toString().getBytes(StandardCharsets.UTF_8);
            }
            case VERIFY -> ("{\"verifyCode\":\"" + verifyCode + "\"}").getBytes(StandardCharsets.UTF_8);
            case AUTHORISE -> authorisation.getBytes(StandardCharsets.UTF_8);
        };
    }
}
