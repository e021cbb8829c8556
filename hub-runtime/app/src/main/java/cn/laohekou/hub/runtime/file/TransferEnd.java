package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.problem.Text;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A transfer does not go on now, and why; the reason is shown to persons and holds no value of the data. */
final class TransferEnd extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable TransferState state;
    private final transient Text reason;
    private final transient Duration retry;

    private TransferEnd(@Nullable TransferState state, Text reason, Duration retry) {
        super(reason.en(), null, false, false);
        this.state = state;
        this.reason = reason;
        this.retry = retry;
    }

    /** It goes on by itself; zero lets the store choose when. */
    static TransferEnd waits(String chinese, String english, Duration retry) {
        return new TransferEnd(TransferState.WAITING, new Text(chinese, english), retry);
    }

    /** It ends in this state. */
    static TransferEnd in(TransferState state, String chinese, String english) {
        return new TransferEnd(state, new Text(chinese, english), Duration.ZERO);
    }

    /** Another node has it: nothing more may be said of it here. */
    static TransferEnd lost() {
        return new TransferEnd(null, new Text("租约已被其他节点取得。", "Another node has the lease."), Duration.ZERO);
    }

    /** What a failed piece of work means. */
    static TransferEnd of(FileWays.Failed failed) {
        return switch (failed.why()) {
            case NOT_RUNNING ->
                waits(
                        "连接器已暂停或未运行，恢复后继续。",
                        "The connector is paused or not running; it goes on when it is back.",
                        Duration.ZERO);
            case BUSY ->
                waits(
                        "连接器繁忙或熔断，稍后继续。",
                        "The connector is busy or its circuit open; it goes on later.",
                        Duration.ofSeconds(failed.retryAfterSeconds()));
            case CUT, FAULT ->
                waits(
                        "对方出错（" + failed.code() + "），稍后继续。",
                        "The counterpart failed (" + failed.code() + "); it goes on later.",
                        Duration.ZERO);
        };
    }

    /** The state it ends in; null when another node has it. */
    @Nullable
    TransferState state() {
        return state;
    }

    Text reason() {
        return reason;
    }

    /** When to try again; zero when nothing better is known than backing off. */
    Duration retry() {
        return retry;
    }
}
