package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.Text;

/** Asks a counterpart for a sign of life with the settings of a revision that does not run yet. */
@FunctionalInterface
public interface Prober {

    /**
     * How a probe came out.
     *
     * @param answered whether the counterpart answered as it should
     * @param text one sentence, without anything the counterpart sent
     */
    record Outcome(boolean answered, Text text) {}

    /**
     * Probes; blocking, bounded by the connector's own time limit. Never throws.
     *
     * @param candidate the connector as its newest revision states it
     */
    Outcome probe(DesiredConnector candidate);
}
