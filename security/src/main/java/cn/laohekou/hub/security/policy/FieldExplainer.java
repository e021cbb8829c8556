package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.Mask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says for each declared field what a decision makes of it, and by which rule. */
final class FieldExplainer {

    private static final String GRANTED = "field-granted";
    private static final String NOT_GRANTED = "field-not-granted";
    private static final String GRANT_MASK = "mask-of-grant";
    private static final String RESOURCE_MASK = "mask-of-resource";

    private FieldExplainer() {}

    static List<Explanation.FieldOutcome> explain(
            @Nullable CompiledResource resource, Decision decision, List<Explanation.RuleOutcome> rules) {
        List<Explanation.FieldOutcome> outcomes = new ArrayList<>();
        if (resource != null) {
            for (Field field : resource.resource().fields()) {
                outcomes.add(
                        decision instanceof Decision.Permit permit
                                ? released(field, permit.grant().grant())
                                : denied(field, (Decision.Deny) decision, rules));
            }
        }
        return outcomes;
    }

    private static Explanation.FieldOutcome released(Field field, Grant grant) {
        if (!grant.fields().contains(field.name())) {
            return new Explanation.FieldOutcome(
                    field.name(), Explanation.Release.NOT_GRANTED, null, NOT_GRANTED, grant.id());
        }
        String stated = grant.maskOf(field.name());
        String spec = stated == null ? field.mask() : stated;
        Mask mask = spec == null ? Clear.MASK : Mask.parse(spec);
        String by = stated != null ? GRANT_MASK : field.mask() != null ? RESOURCE_MASK : GRANTED;
        if (mask == null || mask.removes()) {
            return new Explanation.FieldOutcome(field.name(), Explanation.Release.REMOVED, spec, by, grant.id());
        }
        return mask.clear()
                ? new Explanation.FieldOutcome(field.name(), Explanation.Release.RELEASED, null, by, grant.id())
                : new Explanation.FieldOutcome(field.name(), Explanation.Release.MASKED, mask.spec(), by, grant.id());
    }

    private static Explanation.FieldOutcome denied(
            Field field, Decision.Deny deny, List<Explanation.RuleOutcome> rules) {
        CompiledGrant looked = deny.grant();
        String grant = looked == null ? null : looked.grant().id();
        Explanation.RuleOutcome failed = new Explanation(deny, rules, List.of()).failed();
        String rule = failed == null ? Explanation.DEFAULT_DENY : failed.rule();
        return new Explanation.FieldOutcome(field.name(), Explanation.Release.DENIED, null, rule, grant);
    }
}
