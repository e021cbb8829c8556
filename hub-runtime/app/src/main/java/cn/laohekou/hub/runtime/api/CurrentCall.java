package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.security.identity.Person;
import jakarta.enterprise.context.RequestScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Who makes the present call. Empty until the caller was found to be permitted; an empty one serves nobody. */
@RequestScoped
public class CurrentCall {

    private static final int MAX_KEY = 120;

    private @Nullable Actor actor;
    private @Nullable String subject;
    private Person.@Nullable Login login;
    private @Nullable String idempotencyKey;
    private String line = "";

    /** Notes a permitted caller. */
    void permitted(Actor who, Person person, @Nullable String key, String requestLine) {
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw Refused.of(
                    ErrorCode.BAD_HEADER,
                    "Idempotency-Key 应为 1 至 120 个字符。",
                    "Idempotency-Key must have 1 to 120 characters.");
        }
        this.actor = who;
        this.subject = person.subject();
        this.login = person.login();
        this.idempotencyKey = key;
        this.line = requestLine;
    }

    /** The permitted caller. */
    Actor actor() {
        Actor who = actor;
        if (who == null) {
            throw Refused.of(ErrorCode.NOT_PERMITTED);
        }
        return who;
    }

    /** The realm's own id of the permitted caller. */
    String subject() {
        String id = subject;
        if (id == null) {
            throw Refused.of(ErrorCode.NOT_PERMITTED);
        }
        return id;
    }

    /** How the permitted caller signed in. */
    Person.Login login() {
        Person.Login known = login;
        if (known == null) {
            throw Refused.of(ErrorCode.NOT_PERMITTED);
        }
        return known;
    }

    /** The call as a write. */
    Call write(byte @Nullable [] body) {
        return new Call(actor(), idempotencyKey, digest(body));
    }

    /**
     * One of several writes a call is made of: each is recognised on its own when the call is made again.
     *
     * @param what which of them
     */
    Call part(byte[] body, String what) {
        Call whole = write(body);
        return whole.idempotencyKey() == null
                ? whole
                : new Call(whole.actor(), whole.idempotencyKey() + "#" + what, whole.request());
    }

    private String digest(byte @Nullable [] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            return HexFormat.of().formatHex(digest.digest(body == null ? new byte[0] : body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
