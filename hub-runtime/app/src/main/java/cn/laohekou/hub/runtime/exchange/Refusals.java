package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.security.identity.TokenFault;
import cn.laohekou.hub.security.policy.DenyReason;

/** The one table from what the cores say to what the caller is told. */
final class Refusals {

    private Refusals() {}

    static ErrorCode of(DenyReason reason) {
        return switch (reason) {
            case SYSTEM_UNKNOWN -> ErrorCode.TOKEN_OF_NO_SYSTEM;
            case SYSTEM_DISABLED -> ErrorCode.SYSTEM_DISABLED;
            case DEPARTMENT_MISMATCH -> ErrorCode.DEPARTMENT_MISMATCH;
            case RESOURCE_NOT_SHARED -> ErrorCode.RESOURCE_NOT_SHARED;
            case RESOURCE_UNKNOWN -> ErrorCode.RESOURCE_UNKNOWN;
            case NO_GRANT -> ErrorCode.NO_GRANT;
            case GRANT_NOT_YET_VALID -> ErrorCode.GRANT_NOT_YET_VALID;
            case GRANT_EXPIRED -> ErrorCode.GRANT_EXPIRED;
            case GRANT_SUSPENDED -> ErrorCode.GRANT_SUSPENDED;
            case GRANT_REVOKED -> ErrorCode.GRANT_REVOKED;
            case OPERATION_NOT_GRANTED -> ErrorCode.OPERATION_NOT_GRANTED;
            case PURPOSE_MISSING -> ErrorCode.PURPOSE_MISSING;
            case PURPOSE_NOT_GRANTED -> ErrorCode.PURPOSE_NOT_GRANTED;
            case CASE_REQUIRED -> ErrorCode.CASE_MISSING;
            case PERSON_REQUIRED -> ErrorCode.PERSON_MISSING;
            case OUTSIDE_TIME_WINDOW -> ErrorCode.TIME_NOT_ALLOWED;
            case NETWORK_NOT_ALLOWED -> ErrorCode.NETWORK_NOT_ALLOWED;
            case POLICY_UNENFORCEABLE, POLICY_ERROR -> ErrorCode.POLICY_UNENFORCEABLE;
        };
    }

    static ErrorCode of(TokenFault fault) {
        return switch (fault) {
            case MISSING -> ErrorCode.TOKEN_MISSING;
            case MALFORMED, BAD_SIGNATURE, BAD_ALGORITHM -> ErrorCode.TOKEN_INVALID;
            case EXPIRED -> ErrorCode.TOKEN_EXPIRED;
            case NOT_YET_VALID -> ErrorCode.TOKEN_NOT_YET_VALID;
            case WRONG_ISSUER -> ErrorCode.TOKEN_WRONG_ISSUER;
            case WRONG_AUDIENCE -> ErrorCode.TOKEN_WRONG_AUDIENCE;
            case NOT_A_SYSTEM -> ErrorCode.TOKEN_OF_NO_SYSTEM;
            case KEYS_UNAVAILABLE -> ErrorCode.TOKEN_KEYS_UNAVAILABLE;
        };
    }

    static ErrorCode of(FaultCode fault) {
        return switch (fault) {
            case COUNTERPART_DOWN -> ErrorCode.COUNTERPART_DOWN;
            case COUNTERPART_TIMEOUT -> ErrorCode.COUNTERPART_TIMEOUT;
            case COUNTERPART_OVERSIZED -> ErrorCode.ANSWER_TOO_LARGE;
            case COUNTERPART_BAD_ANSWER, COUNTERPART_FAILED -> ErrorCode.COUNTERPART_ERROR;
            case COUNTERPART_REFUSED -> ErrorCode.COUNTERPART_REFUSED;
            case ADDRESS_NOT_ALLOWED -> ErrorCode.COUNTERPART_NOT_ALLOWED;
            case CONNECTOR_MISCONFIGURED -> ErrorCode.CONNECTOR_NOT_RUNNING;
        };
    }

    static ErrorCode of(LegOutcome.Refused.Why why) {
        return switch (why) {
            case BUSY -> ErrorCode.CONNECTOR_BUSY;
            case OPEN -> ErrorCode.CONNECTOR_OPEN;
            case NOT_RUNNING -> ErrorCode.CONNECTOR_NOT_RUNNING;
        };
    }
}
