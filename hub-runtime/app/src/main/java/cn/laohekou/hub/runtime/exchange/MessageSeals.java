package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.crypto.BodyEnvelope;
import cn.laohekou.hub.security.crypto.BodyKey;
import cn.laohekou.hub.security.crypto.KeyId;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.SealBroken;
import cn.laohekou.hub.security.crypto.Signed;
import cn.laohekou.hub.security.crypto.Sm3;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.MessageConditions;
import cn.laohekou.hub.security.signature.AnswerSigning;
import cn.laohekou.hub.security.signature.ContentDigest;
import cn.laohekou.hub.security.signature.Credential;
import cn.laohekou.hub.security.signature.HttpMessage;
import cn.laohekou.hub.security.signature.MessageSignature;
import cn.laohekou.hub.security.signature.SignatureAlgorithm;
import cn.laohekou.hub.security.signature.SignatureKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a grant demands of the messages themselves: opens encrypted requests, encrypts and signs answers. Costs nothing for
 * grants that demand nothing.
 *
 * <p>Thread-safe.
 */
final class MessageSeals {

    /** The obligations carried out here. */
    static final Set<String> FULFILLED = Set.of(MessageConditions.SIGNED_ANSWER, MessageConditions.ENCRYPTED_BODY);

    /** Name of the hub's key that signs answers. */
    static final String ANSWER_SIGNING = "answer-signing";

    /** Header that tells what an encrypted body is once decrypted. */
    static final String INNER_TYPE = "Hub-Encrypted-Type";

    private static final String JSON = "application/json";

    /** Room for the envelope's names and key id. */
    private static final int ENVELOPE_BYTES = 256;

    /** Copies held while an answer is encrypted: text, ciphertext, base64, envelope. */
    private static final int COPIES = 5;

    private static final List<String> COVERED =
            List.of("@status", "content-type", ContentDigest.FIELD, "hub-exchange-id");

    /** Why a message cannot be opened or sealed. */
    static final class Unsealable extends Exception {

        private static final long serialVersionUID = 1L;
        private final ErrorCode code;

        Unsealable(ErrorCode code) {
            super(code.name(), null, false, false);
            this.code = code;
        }

        ErrorCode code() {
            return code;
        }
    }

    /**
     * An answer as it is released.
     *
     * @param body the bytes; the plain spool itself when they are not encrypted
     * @param headers to be sent with it
     */
    record Sealed(Spool body, Map<String, String> headers) {}

    private final KeyService keys;
    private final Supplier<Snapshot> snapshot;
    private final MemoryBudget budget;

    MessageSeals(KeyService keys, Supplier<Snapshot> snapshot, MemoryBudget budget) {
        this.keys = keys;
        this.snapshot = snapshot;
        this.budget = budget;
    }

    /** Whether answers under a grant are sealed at all. */
    static boolean demanded(CompiledGrant grant) {
        return !grant.obligations().isEmpty()
                && (grant.obligations().containsKey(MessageConditions.SIGNED_ANSWER)
                        || grant.obligations().containsKey(MessageConditions.ENCRYPTED_BODY));
    }

    /** Largest request body in bytes: an encrypted one is longer than what it holds. */
    static int bodyLimit(CompiledGrant grant, int limit) {
        if (limit == 0 || mode(grant) == null) {
            return limit;
        }
        return (int) Math.min(Integer.MAX_VALUE, limit / 3L * 4 + ENVELOPE_BYTES);
    }

    /**
     * The body a request really has.
     *
     * @param associated method and target as sent
     * @param covered whether a verified signature covers the body
     * @throws Unsealable when the grant demands encryption and the body is not encrypted as agreed
     */
    byte[] open(CompiledGrant grant, Call call, String associated, boolean covered, int limit, byte[] body)
            throws Unsealable {
        BodyEnvelope.Mode mode = mode(grant);
        if (mode == null || body.length == 0) {
            return body;
        }
        if (mode == BodyEnvelope.Mode.SM4_CBC && !covered) {
            // Without a signature a changed ciphertext could be told by how it fails.
            throw new Unsealable(ErrorCode.SIGNATURE_REQUIRED);
        }
        try {
            byte[] plain =
                    BodyEnvelope.open(bodyKeys(call), mode, associated.getBytes(StandardCharsets.UTF_8), body, call.at);
            if (plain.length > limit) {
                throw new Unsealable(ErrorCode.BODY_TOO_LARGE);
            }
            return plain;
        } catch (SealBroken broken) {
            throw new Unsealable(ErrorCode.BODY_NOT_ENCRYPTED);
        }
    }

    /**
     * Encrypts and signs an answer as the grant demands. May block.
     *
     * @param target empty spool for the encrypted form; closed here when it is not used
     */
    Sealed seal(CompiledGrant grant, Call call, Spool plain, Spool target) throws Unsealable, IOException {
        BodyEnvelope.Mode mode = mode(grant);
        AnswerSigning signing = grant.obligation(MessageConditions.SIGNED_ANSWER, AnswerSigning.class);
        Spool body = plain;
        try {
            if (mode != null) {
                if (mode == BodyEnvelope.Mode.SM4_CBC && signing == null) {
                    throw new Unsealable(ErrorCode.POLICY_UNENFORCEABLE);
                }
                encrypt(call, mode, plain, target);
                body = target;
            } else {
                target.close();
            }
            String type = mode == null ? call.releasedType : JSON;
            Map<String, String> headers = new LinkedHashMap<>();
            if (mode != null) {
                headers.put("Content-Type", JSON);
                headers.put(INNER_TYPE, call.releasedType);
            }
            if (signing != null) {
                headers.putAll(sign(call, signing, body, type));
            }
            return new Sealed(body, headers);
        } catch (Unsealable | IOException | RuntimeException e) {
            target.close();
            throw e;
        }
    }

    private void encrypt(Call call, BodyEnvelope.Mode mode, Spool plain, Spool target) throws Unsealable, IOException {
        BodyKey key = bodyKeys(call).stream()
                .filter(one -> one.counts(call.at))
                .findFirst()
                .orElseThrow(() -> new Unsealable(ErrorCode.ENCRYPTION_KEY_MISSING));
        long held = plain.size() * COPIES;
        if (held > Integer.MAX_VALUE || !budget.tryTake(held)) {
            throw new Unsealable(ErrorCode.HUB_OVERLOADED);
        }
        try (InputStream in = plain.input();
                OutputStream out = target.output()) {
            byte[] associated = call.id.toString().getBytes(StandardCharsets.US_ASCII);
            out.write(BodyEnvelope.close(key, mode, associated, in.readAllBytes()));
        } finally {
            budget.give(held);
        }
        call.note("encryptedBody", mode.label() + ' ' + key.keyId());
    }

    private Map<String, String> sign(Call call, AnswerSigning signing, Spool body, String type)
            throws Unsealable, IOException {
        String digest;
        try (InputStream in = body.input()) {
            digest = ContentDigest.ofSm3(Sm3.hash(new byte[0], in));
        }
        Answer answer = new Answer(type, digest, call.id.toString());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Digest", digest);
        MessageSignature.Made made =
                signing == AnswerSigning.SM2 ? withOwnKey(call, answer) : withSharedSecret(call, answer);
        headers.put("Signature-Input", made.input());
        headers.put("Signature", made.signature());
        return headers;
    }

    /** A rotation between naming the key and signing with it is noticed, and the next key named. */
    private MessageSignature.Made withOwnKey(Call call, Answer answer) throws Unsealable {
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
                return fields;
            }
        }
        throw new Unsealable(ErrorCode.ENCRYPTION_KEY_MISSING);
    }

    private MessageSignature.Made withSharedSecret(Call call, Answer answer) throws Unsealable {
        Credential credential =
                snapshot.get().credentials().secretOf(call.caller().system(), call.at);
        SignatureKey key = credential == null ? null : credential.key();
        if (credential == null || key == null) {
            throw new Unsealable(ErrorCode.ENCRYPTION_KEY_MISSING);
        }
        call.note("signedAnswer", credential.keyId());
        return MessageSignature.make(answer, COVERED, parameters(call, credential.keyId(), key), key::sign);
    }

    private static MessageSignature.Parameters parameters(Call call, String keyId, @Nullable SignatureKey key) {
        return new MessageSignature.Parameters(
                "hub", call.at.getEpochSecond(), null, keyId, key == null ? SignatureAlgorithm.SM2 : key.algorithm());
    }

    private List<BodyKey> bodyKeys(Call call) {
        return snapshot.get().bodyKeys().getOrDefault(call.caller().system(), List.of());
    }

    private static BodyEnvelope.@Nullable Mode mode(CompiledGrant grant) {
        return grant.obligation(MessageConditions.ENCRYPTED_BODY, BodyEnvelope.Mode.class);
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
                case "content-digest" -> List.of(digest);
                case "hub-exchange-id" -> List.of(exchange);
                default -> List.of();
            };
        }
    }
}
