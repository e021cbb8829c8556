package cn.laohekou.hub.runtime.exchange;

import java.util.concurrent.CompletionStage;

/** Where messages go out. Thread-safe. */
public interface Deliveries {

    /** Attempts that may be under way to a connector at one time; 0 when it does not run here. */
    int places(String connector);

    /**
     * Attempts to deliver.
     *
     * @return never completes exceptionally, on any thread
     */
    CompletionStage<Shipment.Result> deliver(Shipment shipment);
}
