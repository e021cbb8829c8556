package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.Mask;
import java.util.Objects;

/** The mask that releases values as they are. */
final class Clear {

    static final Mask MASK = Objects.requireNonNull(Mask.parse("none"));

    private Clear() {}
}
