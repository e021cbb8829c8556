package cn.laohekou.hub.security.policy;

import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Every input of a decision.
 *
 * @param system id of the calling system, from its verified token
 * @param department department the token binds the system to, unified social credit code
 * @param resource resource name
 * @param operation operation name
 * @param purpose purpose stated, null when none
 * @param caseNumber case number stated (办件号), null when none
 * @param person acting person stated, null when none
 * @param source address the call came from, null when unknown
 * @param now the moment of the decision
 * @param facts what else is known of the call, for conditions that only some grants state
 */
public record DecisionRequest(
        String system,
        String department,
        String resource,
        String operation,
        @Nullable String purpose,
        @Nullable String caseNumber,
        @Nullable String person,
        @Nullable InetAddress source,
        Instant now,
        CallFacts facts) {

    /** A call of which nothing else is known. */
    public DecisionRequest(
            String system,
            String department,
            String resource,
            String operation,
            @Nullable String purpose,
            @Nullable String caseNumber,
            @Nullable String person,
            @Nullable InetAddress source,
            Instant now) {
        this(system, department, resource, operation, purpose, caseNumber, person, source, now, CallFacts.NONE);
    }

    /** The same call with these facts. */
    public DecisionRequest with(CallFacts known) {
        return new DecisionRequest(
                system, department, resource, operation, purpose, caseNumber, person, source, now, known);
    }

    /** Names who asks for what; never the case or person. */
    @Override
    public String toString() {
        return system + " " + resource + "/" + operation;
    }
}
