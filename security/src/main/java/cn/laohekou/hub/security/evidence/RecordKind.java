package cn.laohekou.hub.security.evidence;

import java.util.Locale;

/** What a record tells. The code is stored with the record and never changes meaning. */
public enum RecordKind {
    /** The decision on an exchange and what is about to be released. */
    INTENT(1),
    /** What became of the release. */
    OUTCOME(2),
    /** A refused exchange of an authenticated caller. */
    REFUSAL(3),
    /** Refusals before authentication, counted. */
    REFUSAL_COUNTS(4),
    /** A management write. */
    AUDIT(5),
    /** A time in which evidence could not be made durable. */
    GAP(6),
    /** A hub process took up its chain. */
    START(7),
    /** An outside party took a checkpoint. */
    ANCHOR(8);

    private final short code;
    private final String label;

    RecordKind(int code) {
        this.code = (short) code;
        this.label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Stored number of the kind. */
    public short code() {
        return code;
    }

    /** The kind as it stands in records and in the API, for example {@code refusal-counts}. */
    public String label() {
        return label;
    }

    /**
     * The kind with that label.
     *
     * @param label as returned by {@link #label()}
     * @throws IllegalArgumentException when there is none; the message lists the known ones
     */
    public static RecordKind ofLabel(String label) {
        for (RecordKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "Unknown record kind; known: intent, outcome, refusal, refusal-counts, audit, gap, start, anchor");
    }

    /**
     * The kind with that stored number.
     *
     * @param code as returned by {@link #code()}
     * @throws IllegalArgumentException when there is none
     */
    public static RecordKind ofCode(int code) {
        if (code < 1 || code > values().length) {
            throw new IllegalArgumentException("Unknown record kind code " + code);
        }
        return values()[code - 1];
    }
}
