package cn.laohekou.hub.embedded;

/**
 * Something needed at start is not as it must be. The message is one sentence for the operator, Chinese first, English
 * beside it: what is wrong and what to do next. It never holds a secret.
 */
public final class CannotStart extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do next */
    public CannotStart(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do next
     * @param cause for the log; its message may be technical
     */
    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
