package cn.laohekou.hub.runtime.registry;

import java.util.Locale;
import java.util.Optional;

/** Where a revision stands. The only place that says which step leads where. */
public enum RevisionState {
    /** Stored, not yet checked. */
    DRAFT,
    /** Checked and found without fault. */
    VALIDATED,
    /** Its counterpart answered. */
    PROBED,
    /** Waits for a decision by somebody else. */
    SUBMITTED,
    /** May run. */
    APPROVED,
    /** Must not run. */
    REJECTED;

    /** What can be done with a revision. */
    public enum Step {
        VALIDATE,
        PROBE,
        SUBMIT,
        CONSENT,
        APPROVE,
        REJECT
    }

    /**
     * The state a step leads to.
     *
     * @param step the step
     * @param kind kind of the object: only connectors are probed; grants are consented to, resources reviewed
     * @return the new state, empty when the step is not possible
     */
    public Optional<RevisionState> after(Step step, ObjectKind kind) {
        return switch (step) {
            case VALIDATE -> when(this == DRAFT || this == VALIDATED, VALIDATED);
            case PROBE -> when(kind == ObjectKind.CONNECTOR && (this == VALIDATED || this == PROBED), PROBED);
            case SUBMIT -> when(this == VALIDATED || this == PROBED, SUBMITTED);
            case CONSENT -> when(kind != ObjectKind.CONNECTOR && this == SUBMITTED, SUBMITTED);
            case APPROVE -> when(this == SUBMITTED, APPROVED);
            case REJECT -> when(this == SUBMITTED, REJECTED);
        };
    }

    private static Optional<RevisionState> when(boolean possible, RevisionState next) {
        return possible ? Optional.of(next) : Optional.empty();
    }

    /** As written in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()}. */
    static RevisionState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
