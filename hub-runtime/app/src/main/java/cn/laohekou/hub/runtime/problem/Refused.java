package cn.laohekou.hub.runtime.problem;

/** Ends the handling of a management call with a problem document. Carries no stack trace: it is an answer. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /**
     * Wraps a problem.
     *
     * @param problem what the caller is told
     */
    public Refused(Problem problem) {
        super(problem.code() + " " + problem.incident(), null, false, false);
        this.problem = problem;
    }

    /** Refuses with what the code itself says. */
    public static Refused of(ErrorCode code) {
        return new Refused(Problem.of(code));
    }

    /** Refuses with a sentence. */
    public static Refused of(ErrorCode code, String zh, String en) {
        return new Refused(Problem.of(code, zh, en));
    }

    /** What the caller is told. */
    public Problem problem() {
        return problem;
    }
}
