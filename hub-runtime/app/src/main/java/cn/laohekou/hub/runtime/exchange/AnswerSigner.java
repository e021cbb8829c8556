package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.security.crypto.KeyId;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.Signed;
import cn.laohekou.hub.security.signature.AnswerHeaders;
import cn.laohekou.hub.security.signature.AnswerSigning;
import cn.laohekou.hub.security.signature.ContentDigest;
import cn.laohekou.hub.security.signature.Credential;
import cn.laohekou.hub.security.signature.Credentials;
import cn.laohekou.hub.security.signature.HeaderConvention;
import cn.laohekou.hub.security.signature.HttpMessage;
import cn.laohekou.hub.security.signature.MessageSignature;
import cn.laohekou.hub.security.signature.Proof;
import cn.laohekou.hub.security.signature.SignatureAlgorithm;
import cn.laohekou.hub.security.signature.SignatureKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Signs answers in the way a grant demands. Thread-safe. */
final class AnswerSigner {

    /** Name of the hub's key that signs answers. */
    static final String ANSWER_SIGNING = "answer-signing";

    private static final List<String> COVERED =
            List.of("@status", "content-type", ContentDigest.FIELD, "hub-exchange-id");

    private final KeyService keys;
    private final Supplier<Credentials> credentials;

    AnswerSigner(KeyService keys, Supplier<Credentials> credentials) {
        this.keys = keys;
        this.credentials = credentials;
    }

    /**
     * Signs. May block.
     *
     * @param body what is released
     * @param type its media type
     * @return headers to be sent with it
     */
    Map<String, String> sign(Call call, AnswerSigning signing, Spool body, String type)
            throws MessageSeals.Unsealable, IOException {
        if (signing == AnswerSigning.SM2) {
            return withOwnKey(call, answer(call, body, type, true));
        }
        boolean convention = signing == AnswerSigning.HEADER_CONVENTION;
        Credential credential = shared(call, convention);
        SignatureKey key = credential == null ? null : credential.key();
        if (credential == null || key == null) {
            throw new MessageSeals.Unsealable(ErrorCode.ENCRYPTION_KEY_MISSING);
        }
        call.note("signedAnswer", credential.keyId());
        // Who can compute HMAC-SHA256 only must not need SM3 to check the body.
        Answer answer = answer(call, body, type, key.algorithm() == SignatureAlgorithm.HMAC_SM3);
        HeaderConvention spoken = credential.convention();
        if (!convention || spoken == null) {
            return fields(
                    answer,
                    MessageSignature.make(answer, COVERED, parameters(call, credential.keyId(), key), key::sign));
        }
        String service = call.resource().resource().name();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Digest", answer.digest());
        headers.putAll(
                AnswerHeaders.sign(new AnswerHeaders.Party(spoken, credential.keyId(), service, key), answer, call.at));
        return headers;
    }

    /**
     * The secret the caller just proved itself with, because it surely has that one; otherwise the newest that counts.
     *
     * @param convention whether it must speak a header convention
     */
    private @Nullable Credential shared(Call call, boolean convention) {
        Proof proof = call.proof;
        if (proof != null && proof.credential().counts(call.at)) {
            Credential used = proof.credential();
            SignatureKey key = used.key();
            if (key != null && key.algorithm().shared() && (!convention || used.convention() != null)) {
                return used;
            }
        }
        return credentials.get().secretOf(call.caller().system(), convention, call.at);
    }

    /** A rotation between naming the key and signing with it is noticed, and the next key named. */
    private Map<String, String> withOwnKey(Call call, Answer answer) throws MessageSeals.Unsealable {
        for (int attempt = 0; attempt < 3; attempt++) {
            KeyId named = keys.current(ANSWER_SIGNING);
            Signed[] made = new Signed[1];
            MessageSignature.Made fields =
                    MessageSignature.make(answer, COVERED, parameters(call, named.toString(), null), message -> {
                        made[0] = keys.sign(ANSWER_SIGNING, message);
                        return made[0].signature();
                    });
            if (named.equals(made[0].key())) {
                call.note("signedAnswer", named.toString());
                return fields(answer, fields);
            }
        }
        throw new MessageSeals.Unsealable(ErrorCode.ENCRYPTION_KEY_MISSING);
    }

    private static Map<String, String> fields(Answer answer, MessageSignature.Made made) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Digest", answer.digest());
        headers.put("Signature-Input", made.input());
        headers.put("Signature", made.signature());
        return headers;
    }

    private static MessageSignature.Parameters parameters(Call call, String keyId, @Nullable SignatureKey key) {
        return new MessageSignature.Parameters(
                "hub", call.at.getEpochSecond(), null, keyId, key == null ? SignatureAlgorithm.SM2 : key.algorithm());
    }

    private static Answer answer(Call call, Spool body, String type, boolean commercial) throws IOException {
        try (InputStream in = body.input()) {
            return new Answer(type, commercial ? ContentDigest.sm3(in) : ContentDigest.sha256(in), call.id.toString());
        }
    }

    private record Answer(String type, String digest, String exchange) implements HttpMessage {

        @Override
        public String method() {
            return "";
        }

        @Override
        public String authority() {
            return "";
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public List<String> field(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "content-type" -> List.of(type);
                case ContentDigest.FIELD -> List.of(digest);
                case "hub-exchange-id" -> List.of(exchange);
                default -> List.of();
            };
        }
    }
}
