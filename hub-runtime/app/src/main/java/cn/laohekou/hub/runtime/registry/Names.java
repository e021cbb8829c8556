package cn.laohekou.hub.runtime.registry;

import java.util.Map;

/**
 * Names by code, for what people and other authorities read.
 *
 * @param departments department's unified social credit code to its name
 * @param purposes purpose's code to its title
 */
public record Names(Map<String, String> departments, Map<String, String> purposes) {

    /** No names. */
    public static final Names NONE = new Names(Map.of(), Map.of());

    public Names {
        departments = Map.copyOf(departments);
        purposes = Map.copyOf(purposes);
    }
}
