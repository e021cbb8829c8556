package cn.laohekou.hub.runtime.file;

/** Where a transfer stands. */
public enum TransferState {
    /** Found, and nobody has begun it. */
    QUEUED,
    /** A node copies it. */
    RUNNING,
    /** It goes on by itself later: a counterpart is down, a connector paused, evidence unavailable. */
    WAITING,
    /** Complete under its temporary name; its intent is, or is about to be, on record. */
    PUBLISHING,
    /** Published at the target. */
    DONE,
    /** The same content was delivered under the same name before; nothing was published. */
    DUPLICATE,
    /** Set aside with a reason; a person decides. */
    QUARANTINED,
    /** The grant does not, or no longer, permit it, or its source changed. */
    STOPPED,
    CANCELLED;

    /** Whether nothing more happens by itself. */
    public boolean isFinal() {
        return this != QUEUED && this != RUNNING && this != WAITING && this != PUBLISHING;
    }
}
