package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.security.identity.TokenFault;
import cn.laohekou.hub.security.policy.DenyReason;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.signature.SignatureFault;

/** The one table from what the cores say to what the caller is told. */
final class Refusals {

    private Refusals() {}

    /** The policy's reasons are the caller's codes, word for word; a test holds the two lists together. */
    static ErrorCode of(DenyReason reason) {
        return ErrorCode.valueOf(reason.name());
    }

    /** A resource that is not there: who holds a grant on it hears that it was stopped, everybody else that it is unknown. */
    static ErrorCode absent(PolicySnapshot policy, String system, String resource) {
        return policy.grants(system, resource).isEmpty() ? ErrorCode.RESOURCE_UNKNOWN : ErrorCode.RESOURCE_STOPPED;
    }

    static ErrorCode of(TokenFault fault) {
        return ErrorCode.valueOf("TOKEN_" + fault.name());
    }

    static ErrorCode of(SignatureFault fault) {
        return ErrorCode.valueOf("SIGNATURE_" + fault.name());
    }

    static ErrorCode of(FaultCode fault) {
        return fault == FaultCode.COUNTERPART_OVERSIZED ? ErrorCode.ANSWER_TOO_LARGE : ErrorCode.valueOf(fault.name());
    }

    static ErrorCode of(LegOutcome.Refused.Why why) {
        return switch (why) {
            case BUSY -> ErrorCode.CONNECTOR_BUSY;
            case OPEN -> ErrorCode.CONNECTOR_OPEN;
            case NOT_RUNNING -> ErrorCode.CONNECTOR_NOT_RUNNING;
            case UNWANTED -> ErrorCode.POLICY_CHANGED;
        };
    }
}
