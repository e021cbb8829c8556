package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.Mask;
import java.util.Objects;

/** The masks at both ends: values as they are, and nothing of them. */
final class Clear {

    static final Mask MASK = Objects.requireNonNull(Mask.parse("none"));

    static final Mask NOTHING = Objects.requireNonNull(Mask.parse("remove"));

    private Clear() {}
}
