package cn.laohekou.hub.cli.api;

/** A command could not do what it was asked; the message says why and what to do next, and holds no secret. */
public final class CommandFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message Chinese first, English beside it */
    public CommandFailed(String message) {
        super(message);
    }

    /**
     * @param message Chinese first, English beside it
     * @param cause technical reason
     */
    public CommandFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
