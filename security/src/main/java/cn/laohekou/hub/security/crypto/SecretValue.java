package cn.laohekou.hub.security.crypto;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A secret text in memory. Printing it or writing it as JSON gives a mask; it is not {@link java.io.Serializable}. Read
 * from JSON it holds the value: secrets are write-only.
 */
public final class SecretValue {

    /** What stands in place of any secret. */
    public static final String MASK = "******";

    private final String value;

    private SecretValue(String value) {
        this.value = value;
    }

    /**
     * Wraps a secret.
     *
     * @param value the secret in clear
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static SecretValue of(String value) {
        return new SecretValue(value);
    }

    /** The secret in clear: only for handing it to the counterpart it belongs to. */
    public String reveal() {
        return value;
    }

    /** Compares in time that does not depend on where the values differ. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretValue secret && MessageDigest.isEqual(utf8(value), utf8(secret.value));
    }

    /** The same for all secrets: a hash code of the value would be a fingerprint of it. */
    @Override
    public int hashCode() {
        return SecretValue.class.hashCode();
    }

    @Override
    @JsonValue
    public String toString() {
        return MASK;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
