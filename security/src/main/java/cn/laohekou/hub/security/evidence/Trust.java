package cn.laohekou.hub.security.evidence;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier has from outside the source it verifies.
 *
 * @param checkpoints checkpoints kept elsewhere; empty when there are none
 * @param keys the hub's signing keys as SubjectPublicKeyInfo in DER, handed over on another way; null when there are none
 * @param authorities certificates of time-stamp authorities and keys of notaries; null when there are none
 */
public record Trust(
        List<Checkpoint> checkpoints,
        @Nullable Collection<Blob> keys,
        @Nullable Collection<Blob> authorities) {

    /** Nothing from outside. */
    public static final Trust NONE = new Trust(List.of(), null, null);

    public Trust {
        checkpoints = List.copyOf(checkpoints);
        keys = keys == null ? null : List.copyOf(keys);
        authorities = authorities == null ? null : List.copyOf(authorities);
    }

    /** Checkpoints alone. */
    public static Trust in(List<Checkpoint> checkpoints) {
        return new Trust(checkpoints, null, null);
    }
}
