package cn.laohekou.hub.security.evidence;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes as they were stored, compared by content. */
public final class Blob {

    private final byte[] bytes;

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps bytes.
     *
     * @param bytes not copied; must not change afterwards
     */
    public static Blob of(byte[] bytes) {
        return new Blob(bytes);
    }

    /** The bytes; do not change the array. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Blob that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
