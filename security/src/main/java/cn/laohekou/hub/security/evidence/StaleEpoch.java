package cn.laohekou.hub.security.evidence;

/** The decision was taken under a policy that is no longer in force; it must be taken again before anything is released. */
public final class StaleEpoch extends Exception {

    private static final long serialVersionUID = 1L;

    private final long currentEpoch;

    StaleEpoch(long currentEpoch) {
        super("Decided under an older policy epoch; current is " + currentEpoch, null, false, false);
        this.currentEpoch = currentEpoch;
    }

    /** The epoch in force, at least, when the record was refused. */
    public long currentEpoch() {
        return currentEpoch;
    }
}
