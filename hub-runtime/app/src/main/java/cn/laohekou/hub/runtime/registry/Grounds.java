package cn.laohekou.hub.runtime.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What somebody states when a decision or a stop needs grounds.
 *
 * @param reason why; null when nothing was said
 * @param rule name of the rule an objection rests on; null for none
 * @param filing number under which a stop was filed (备案号); null for none
 * @param emergencyHours hours after which an emergency stop ends by itself; 0 when it is none
 */
public record Grounds(
        @Nullable String reason,
        @Nullable String rule,
        @Nullable String filing,
        int emergencyHours) {

    /** Nothing stated. */
    public static final Grounds NONE = new Grounds(null, null, null, 0);

    /** Longest emergency stop: 72 hours; whoever needs more files the stop. The hub's own limit. */
    public static final int MAX_EMERGENCY_HOURS = 72;

    private static final int DEFAULT_EMERGENCY_HOURS = 24;

    /** A reason alone. */
    public static Grounds of(@Nullable String reason) {
        return new Grounds(reason, null, null, 0);
    }

    /** Reads the body of a decision: {@code reason} and {@code rule}. */
    public static Grounds decision(ObjectNode body) {
        SpecReader reader = new SpecReader(body);
        Grounds grounds = new Grounds(given(reader, "reason"), given(reader, "rule"), null, 0);
        reader.finish();
        return grounds;
    }

    /** Reads the body of a stop: {@code reason}, {@code filing}, {@code emergency} and {@code hours}. */
    public static Grounds stop(ObjectNode body) {
        SpecReader reader = new SpecReader(body);
        boolean emergency = reader.flag("emergency", false);
        int hours = (int) reader.integer("hours", DEFAULT_EMERGENCY_HOURS, 1, MAX_EMERGENCY_HOURS);
        Grounds grounds = new Grounds(given(reader, "reason"), null, given(reader, "filing"), emergency ? hours : 0);
        if (emergency && grounds.filing() != null) {
            reader.error("emergency", "紧急停止不与备案号同时使用", "an emergency stop and a filing number exclude each other");
        }
        reader.finish();
        return grounds;
    }

    private static @Nullable String given(SpecReader reader, String name) {
        String text = reader.text(name, false);
        return text.isBlank() ? null : text;
    }
}
