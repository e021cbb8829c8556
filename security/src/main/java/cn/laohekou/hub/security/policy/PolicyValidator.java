package cn.laohekou.hub.security.policy;

import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says at writing time what would be denied at deciding time: the findings are those of the very compilers decisions
 * rest on.
 */
public final class PolicyValidator {

    private PolicyValidator() {}

    /** Everything wrong with a resource; empty when it can be enforced. */
    public static List<Finding> resource(Resource resource) {
        return CompiledResource.compile(resource).findings();
    }

    /**
     * Everything wrong with a grant; empty when it can be enforced.
     *
     * @param resource the resource the grant names, null when there is none
     */
    public static List<Finding> grant(Grant grant, @Nullable Resource resource) {
        CompiledResource compiled = resource == null ? null : CompiledResource.compile(resource);
        return new GrantCompiler(grant, compiled, new HashMap<>(), ConditionTypes.standard())
                .compile()
                .findings();
    }
}
