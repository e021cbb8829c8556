package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.file.Permissions.Granted;
import java.sql.SQLException;
import java.time.Duration;

/** The decision a transfer rests on, taken again whenever the policy changed. For one thread. */
final class Mandate {

    private final Parts parts;
    private final Transfer transfer;
    private Granted granted;

    /** Decides anew. */
    Mandate(Parts parts, Transfer transfer) throws TransferEnd {
        this.parts = parts;
        this.transfer = transfer;
        this.granted = decide();
    }

    /** What is permitted. */
    Granted granted() {
        return granted;
    }

    /** Goes on only while the same is permitted by the newest policy this node knows of. */
    void check() throws TransferEnd, SQLException {
        if (parts.lease().epoch() > granted.policy().epoch()) {
            renew();
        }
    }

    /** Decides again under the policy in force. */
    void renew() throws TransferEnd, SQLException {
        boolean unusedNews = parts.policy().reloadIfChanged();
        Granted now = decide();
        if (!granted.sameAs(now)) {
            throw TransferEnd.in(
                    TransferState.STOPPED,
                    "传输期间授权或资源改了内容，请重新开始。",
                    "Grant or resource were changed during the transfer; begin it again.");
        }
        granted = now;
    }

    /** Waits until the policy this rests on is known to be in force. */
    void confirm() throws TransferEnd, SQLException, InterruptedException {
        for (int tries = 0; tries < 3 && !parts.lease().allows(granted.policy().epoch()); tries++) {
            parts.lease().renew().toCompletableFuture().join();
            check();
        }
        if (!parts.lease().allows(granted.policy().epoch())) {
            throw TransferEnd.waits(
                    "暂不能确认策略仍然有效。", "Whether the policy is still in force cannot be said now.", Duration.ofSeconds(2));
        }
    }

    private Granted decide() throws TransferEnd {
        return Permissions.of(
                        parts.policy().current().policy(),
                        transfer.grant(),
                        parts.clock().instant())
                .orElseThrow(() -> TransferEnd.in(
                        TransferState.STOPPED,
                        "授权不允许，或不再允许此传输。",
                        "The grant does not, or no longer, permit this transfer."));
    }
}
