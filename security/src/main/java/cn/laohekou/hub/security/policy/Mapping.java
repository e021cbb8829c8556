package cn.laohekou.hub.security.policy;

import java.util.List;

/** Outcome of checking a call's parameters. */
public sealed interface Mapping {

    /**
     * All parameters are good.
     *
     * @param request what to send to the counterpart
     */
    record Mapped(MappedRequest request) implements Mapping {}

    /**
     * Some are not.
     *
     * @param faults all faults at once, never empty
     */
    record Refused(List<ParameterFault> faults) implements Mapping {
        public Refused {
            faults = List.copyOf(faults);
        }
    }
}
