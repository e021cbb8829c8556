package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a system's two clients when a new secret is handed out.
 *
 * @param slot the client that gets the secret, 1 or 2
 * @param formerUntil until when the other one counts; null when there was never another
 * @param turned whether the clients changed places
 * @param ended whether the other one ends now, which counted until now
 */
record ClientTurn(int slot, @Nullable Instant formerUntil, boolean turned, boolean ended) {

    /**
     * Decides.
     *
     * @param slot the current client
     * @param until until when the other one counts; null when there was never another
     * @param issued whether a secret was ever handed out
     * @param used whether the current secret has proven the system yet
     * @param overlap how long the present secret shall count on
     * @param now the time
     */
    static ClientTurn next(
            int slot, @Nullable Instant until, boolean issued, boolean used, Duration overlap, Instant now) {
        boolean running = until != null && now.isBefore(until);
        if (overlap.isZero()) {
            return new ClientTurn(slot, running ? now : until, false, running);
        }
        if (running && used) {
            throw Refused.of(
                    ErrorCode.STATE_CONFLICT,
                    "上一次轮换的旧口令有效至 " + until + "，期满后才能再次重叠轮换；overlapDays 为 0 则新旧立即全部更换。",
                    "The former secret of the last rotation counts until " + until
                            + "; rotate with an overlap after that, or end both at once with overlapDays 0.");
        }
        // A new secret nobody has used yet, lost on the way perhaps, is replaced; the former one keeps its end.
        boolean turns = issued && !running;
        return turns
                ? new ClientTurn(3 - slot, now.plus(overlap), true, false)
                : new ClientTurn(slot, until, false, false);
    }
}
