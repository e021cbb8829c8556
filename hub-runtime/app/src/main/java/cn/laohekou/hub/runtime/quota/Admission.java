package cn.laohekou.hub.runtime.quota;

/** Whether a limit lets a call through. */
public sealed interface Admission {

    /**
     * It does.
     *
     * @param dayCount calls of the grant admitted today as this node knows them, this one included; 0 when unlimited
     * @param monthCount the same for the month
     */
    record Admitted(long dayCount, long monthCount) implements Admission {

        /** Admission of a call that no quota counts. */
        public static final Admitted UNCOUNTED = new Admitted(0, 0);
    }

    /**
     * It does not.
     *
     * @param limit which limit
     * @param retryAfterSeconds when a new try makes sense; at least 1
     */
    record Exceeded(Limit limit, long retryAfterSeconds) implements Admission {}

    /** The limits a grant can state. */
    enum Limit {
        PER_SECOND,
        PER_DAY,
        PER_MONTH
    }
}
