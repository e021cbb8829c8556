package cn.laohekou.hub.security.evidence;

/** The evidence store could not do what it was asked; {@link #kind} says what is certain. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is certain about the failed call. */
    public enum Kind {
        /** Nothing was written. */
        NOT_WRITTEN,
        /** Whether it was written is not known: only the chain in the database can tell. */
        UNKNOWN,
        /** A batch with that sequence number is already there. */
        CONFLICT,
        /** The store must not be used as it is set up; trying again is of no use. */
        UNUSABLE
    }

    private final Kind kind;

    /**
     * A failure of the store.
     *
     * @param kind what is certain
     * @param message short, without values
     * @param cause what the database said
     */
    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * A failure of the store found by the hub itself.
     *
     * @param kind what is certain
     * @param message short, without values
     */
    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What is certain. */
    public Kind kind() {
        return kind;
    }
}
