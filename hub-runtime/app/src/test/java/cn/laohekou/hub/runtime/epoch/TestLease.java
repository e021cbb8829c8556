package cn.laohekou.hub.runtime.epoch;

import java.util.function.LongSupplier;

/** A lease that reads the epoch whenever it is asked to, and at no other time. */
public final class TestLease {

    private TestLease() {}

    /** A lease over a source of epochs. */
    public static EpochLease over(LongSupplier epoch) {
        EpochLease lease = new EpochLease();
        lease.onAsked(() -> lease.read(epoch.getAsLong(), System.nanoTime()));
        return lease;
    }
}
