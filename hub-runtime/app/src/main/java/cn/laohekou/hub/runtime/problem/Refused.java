package cn.laohekou.hub.runtime.problem;

import org.jspecify.annotations.Nullable;

/** Ends the handling of a management call with a problem document. Carries no stack trace: it is an answer. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient @Nullable String challenge;

    /**
     * Wraps a problem.
     *
     * @param problem what the caller is told
     */
    public Refused(Problem problem) {
        this(problem, null);
    }

    /**
     * Wraps a problem that a better sign-in solves.
     *
     * @param problem what the caller is told
     * @param challenge value of {@code WWW-Authenticate}; null for the usual one
     */
    public Refused(Problem problem, @Nullable String challenge) {
        super(problem.code() + " " + problem.incident(), null, false, false);
        this.problem = problem;
        this.challenge = challenge;
    }

    /** Refuses with what the code itself says. */
    public static Refused of(ErrorCode code) {
        return new Refused(Problem.of(code));
    }

    /** Refuses with a sentence. */
    public static Refused of(ErrorCode code, String zh, String en) {
        return new Refused(Problem.of(code, zh, en));
    }

    /** Value of {@code WWW-Authenticate}; null for the usual one. */
    public @Nullable String challenge() {
        return challenge;
    }

    /** What the caller is told. */
    public Problem problem() {
        return problem;
    }
}
