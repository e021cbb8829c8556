package cn.laohekou.hub.security.policy;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One kind of condition a grant can state: a name and the one function that enforces it. A name without a type is refused
 * when written and denies when met.
 */
public interface ConditionType {

    /** Name in the grant's {@code conditions}, stable. */
    String name();

    /** What it demands, in one sentence, Chinese. */
    String zh();

    /** The same in English. */
    String en();

    /** A value that can be written, as plain Java data, for forms and examples. */
    Object example();

    /**
     * Reads a stated value and prepares what enforces it. Runs once per approved revision, never per call.
     *
     * @param value the value; everything wrong with it is to be noted there, and then the result is not used
     */
    CompiledCondition compile(ConditionValue value);

    /** What holds for a grant that does not state the condition; null when that demands nothing. */
    default @Nullable CompiledCondition whenAbsent() {
        return null;
    }

    /** Whether its example is enforced, at least in part, by what the entry carries out after the decision. */
    default boolean obliges() {
        return compile(new ConditionValue(example(), "/conditions/" + name(), new ArrayList<>()))
                        .obligation()
                != null;
    }
}
