package cn.laohekou.hub.runtime.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the law adds to the registry's own steps: applications and their clocks, catalogue review, filings and notices. Every
 * method runs inside the step's own transaction and refuses the step by throwing {@code Refused}.
 */
public interface SharingLaw {

    /**
     * The object a step is about.
     *
     * @param kind its kind
     * @param name its name
     * @param department who owns it; of a grant, who asks
     * @param provider of a grant, whose data it is about; null otherwise
     * @param revision number of the revision in question
     * @param spec what that revision states
     * @param running what the running revision states; null when none runs
     * @param consented whether the revision was consented to or, of a resource, reviewed
     */
    record Subject(
            ObjectKind kind,
            String name,
            String department,
            @Nullable String provider,
            int revision,
            ObjectNode spec,
            @Nullable ObjectNode running,
            boolean consented) {}

    /** How a submitted revision ends without approval. */
    enum Verdict {
        /** The security review objects. */
        OBJECTED,
        /** The provider refuses. */
        REFUSED,
        /** The applicant withdraws. */
        WITHDRAWN
    }

    /** A revision is handed over for a decision. */
    void submitted(Connection connection, Call call, Subject subject, Grounds grounds) throws SQLException;

    /** The provider consents to a grant, or the data authority has reviewed a resource's catalogue entry. */
    void consented(Connection connection, Call call, Subject subject) throws SQLException;

    /** A revision is about to run. */
    void approving(Connection connection, Call call, Subject subject) throws SQLException;

    /** A revision is kept from running. */
    void rejecting(Connection connection, Call call, Subject subject, Verdict verdict, Grounds grounds)
            throws SQLException;

    /** Something that runs is stopped, for a while or for good, or set back to another revision. */
    void stopping(Connection connection, Call call, Subject subject, ObjectState.Step step, Grounds grounds)
            throws SQLException;

    /** Something that was stopped runs again. */
    void resumed(Connection connection, Call call, Subject subject) throws SQLException;
}
