package cn.laohekou.hub.runtime.conservation;

import java.util.Locale;

/** The figures that are counted; what is in flight is measured instead. */
public enum Figure {
    /** Acknowledged to whoever sent it. */
    ACCEPTED,
    /** Acknowledged by whoever it was meant for. */
    DELIVERED,
    /** Set aside because the right to deliver it ended. */
    QUARANTINED,
    /** Given up: a dead letter, whether or not it was discarded since. */
    REJECTED;

    /** As it stands in the database and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
