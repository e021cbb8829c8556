package cn.laohekou.hub.runtime.job;

/**
 * What became of the units (rows, files) of a job. Always accepted = delivered + quarantined + rejected + in flight.
 *
 * @param accepted taken from the source
 * @param delivered committed at the target
 * @param quarantined set aside with a reason
 * @param rejected not released to this consumer by its grant
 */
public record Counts(long accepted, long delivered, long quarantined, long rejected) {

    /** Nothing yet. */
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    /** Both together. */
    public Counts plus(Counts more) {
        return new Counts(
                accepted + more.accepted,
                delivered + more.delivered,
                quarantined + more.quarantined,
                rejected + more.rejected);
    }

    /** Taken and not yet settled. */
    public long inFlight() {
        return accepted - delivered - quarantined - rejected;
    }
}
