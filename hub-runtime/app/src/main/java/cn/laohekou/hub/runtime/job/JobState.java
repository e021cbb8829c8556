package cn.laohekou.hub.runtime.job;

import java.util.Locale;

/** Where a job stands. */
public enum JobState {
    /** Nobody has begun it. */
    QUEUED,
    /** A node works on it. */
    RUNNING,
    /** A node holds it and waits: for a counterpart, a paused connector or a time of day. */
    WAITING,
    DONE,
    /** It cannot go on; its reason says why. */
    STOPPED,
    CANCELLED;

    /** Whether it is over. */
    public boolean isFinal() {
        return this == DONE || this == STOPPED || this == CANCELLED;
    }

    /** As it stands in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
