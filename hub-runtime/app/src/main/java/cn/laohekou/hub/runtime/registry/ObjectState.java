package cn.laohekou.hub.runtime.registry;

import java.util.Locale;
import java.util.Optional;

/** Whether an object runs. The only place that says which step leads where. */
public enum ObjectState {
    /** Runs its approved revision, if it has one. */
    ACTIVE,
    /** Connectors and resources: stopped for a while. */
    PAUSED,
    /** Connectors and resources: stopped for good. */
    RETIRED,
    /** Grants: not in force for a while. */
    SUSPENDED,
    /** Grants: not in force any more. */
    REVOKED;

    /** What can be done with an object. */
    public enum Step {
        PAUSE,
        SUSPEND,
        RESUME,
        RETIRE,
        REVOKE,
        ROLLBACK
    }

    /** Whether nothing can follow. */
    public boolean isFinal() {
        return this == RETIRED || this == REVOKED;
    }

    /**
     * The state a step leads to.
     *
     * @param step the step
     * @param kind kind of the object
     * @return the new state, empty when the step is not possible
     */
    public Optional<ObjectState> after(Step step, ObjectKind kind) {
        boolean grant = kind == ObjectKind.GRANT;
        if (isFinal()) {
            return Optional.empty();
        }
        return switch (step) {
            case PAUSE -> when(!grant && this == ACTIVE, PAUSED);
            case SUSPEND -> when(grant && this == ACTIVE, SUSPENDED);
            case RESUME -> when(this != ACTIVE, ACTIVE);
            case RETIRE -> when(!grant, RETIRED);
            case REVOKE -> when(grant, REVOKED);
            case ROLLBACK -> Optional.of(this);
        };
    }

    private static Optional<ObjectState> when(boolean possible, ObjectState next) {
        return possible ? Optional.of(next) : Optional.empty();
    }

    /** As written in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()}. */
    static ObjectState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
