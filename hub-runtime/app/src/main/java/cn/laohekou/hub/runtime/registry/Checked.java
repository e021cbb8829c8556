package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of checking a revision.
 *
 * @param errors everything wrong with it; empty when nothing is
 * @param provider of a grant, the department whose data it is about; null otherwise or when unknown
 */
record Checked(List<FieldError> errors, @Nullable String provider) {

    Checked {
        errors = List.copyOf(errors);
    }
}
