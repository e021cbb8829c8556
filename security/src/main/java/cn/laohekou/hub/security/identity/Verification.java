package cn.laohekou.hub.security.identity;

/**
 * Outcome of checking a token.
 *
 * @param <W> who the token speaks for
 */
public sealed interface Verification<W> {

    /**
     * The token is good.
     *
     * @param who whom it speaks for
     */
    record Verified<W>(W who) implements Verification<W> {}

    /**
     * The token is not accepted.
     *
     * @param fault why
     */
    record Rejected<W>(TokenFault fault) implements Verification<W> {}
}
