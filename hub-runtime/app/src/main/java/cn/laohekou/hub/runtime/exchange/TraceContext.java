package cn.laohekou.hub.runtime.exchange;

import org.jspecify.annotations.Nullable;

/** W3C Trace Context: a well-formed {@code traceparent} is passed through, anything else is dropped. */
final class TraceContext {

    /** Length of a version 00 traceparent: 2-32-16-2 hexadecimal digits (W3C Trace Context, section 3.2.2). */
    private static final int LENGTH = 55;

    private TraceContext() {}

    /** The header when it is well-formed, else null. */
    static @Nullable String accept(@Nullable String traceParent) {
        if (traceParent == null || traceParent.length() != LENGTH || !traceParent.startsWith("00-")) {
            return null;
        }
        for (int i = 3; i < LENGTH; i++) {
            char c = traceParent.charAt(i);
            boolean dash = i == 35 || i == 52;
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (dash ? c != '-' : !hex) {
                return null;
            }
        }
        return traceParent;
    }
}
