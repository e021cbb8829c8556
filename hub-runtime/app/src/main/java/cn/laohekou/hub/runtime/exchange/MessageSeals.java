package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.crypto.BodyEnvelope;
import cn.laohekou.hub.security.crypto.BodyKey;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.SealBroken;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.MessageConditions;
import cn.laohekou.hub.security.signature.AnswerSigning;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Header that tells what an encrypted body is once decrypted. */
    static final String INNER_TYPE = "Hub-Encrypted-Type";

    private static final String JSON = "application/json";

    /** Room for the envelope's names and key id. */
    private static final int ENVELOPE_BYTES = 256;

    /** Copies held while an answer is encrypted: text, ciphertext, base64, envelope. */
    private static final int COPIES = 5;

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

    private final AnswerSigner signer;
    private final Supplier<Snapshot> snapshot;
    private final MemoryBudget budget;

    MessageSeals(KeyService keys, Supplier<Snapshot> snapshot, MemoryBudget budget) {
        this.signer = new AnswerSigner(keys, () -> snapshot.get().credentials());
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
                headers.putAll(signer.sign(call, signing, body, type));
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

    private List<BodyKey> bodyKeys(Call call) {
        return snapshot.get().bodyKeys().getOrDefault(call.caller().system(), List.of());
    }

    private static BodyEnvelope.@Nullable Mode mode(CompiledGrant grant) {
        return grant.obligation(MessageConditions.ENCRYPTED_BODY, BodyEnvelope.Mode.class);
    }
}
