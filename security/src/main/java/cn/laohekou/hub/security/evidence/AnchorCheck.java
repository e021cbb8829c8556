package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.Finding.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what an outside party stated. */
final class AnchorCheck {

    /**
     * A statement that holds.
     *
     * @param checkpoint what the party was given
     * @param digest name of its answer in the chain
     * @param time time the party stated; null when it stated none that can be believed
     */
    record Proven(
            Checkpoint checkpoint, String digest, @Nullable Instant time) {}

    /**
     * What was found.
     *
     * @param proven null when there is a problem
     * @param problem null when there is none
     * @param notProven what remains open, one sentence each
     */
    record Result(@Nullable Proven proven, @Nullable Problem problem, List<String> notProven) {}

    private AnchorCheck() {}

    static Result check(StoredAnchor anchor, @Nullable Collection<Blob> authorities) {
        byte[] line = anchor.line().bytes();
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(new String(line, StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException changed) {
            return bad();
        }
        if (!anchor.kind().equals(Anchor.TIME_STAMP)) {
            // What a file or a notary says is believed only where it is kept.
            return new Result(new Proven(checkpoint, anchor.digest(), null), null, List.of(asking(anchor)));
        }
        TimeStamp stamp;
        try {
            stamp = TimeStamp.parse(anchor.receipt().bytes());
        } catch (IllegalArgumentException unreadable) {
            return bad();
        }
        if (!stamp.covers(line) || !stamp.signedBy(authorities)) {
            return bad();
        }
        List<String> open = authorities == null ? List.of(authority(anchor, stamp)) : List.of();
        return new Result(new Proven(checkpoint, anchor.digest(), stamp.time()), null, open);
    }

    private static String asking(StoredAnchor anchor) {
        return anchor.name() + "：须向保管方核对 / ask whoever keeps it whether it is there";
    }

    private static String authority(StoredAnchor anchor, TimeStamp stamp) {
        return anchor.name() + "：时间戳机构证书取自时间戳本身（" + stamp.signer()
                + "），请用 --authority 给出其证书 / the authority's certificate"
                + " comes with the stamp; give it with --authority";
    }

    private static Result bad() {
        return new Result(null, Problem.ANCHOR_BAD, List.of());
    }
}
