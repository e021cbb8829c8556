package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.security.policy.ParameterFault;
import java.util.List;

/** Tells a caller everything that is wrong with the parameters of a call, at once. */
final class ParameterProblems {

    private ParameterProblems() {}

    static Problem of(List<ParameterFault> faults) {
        List<FieldError> errors = faults.stream()
                .map(fault -> FieldError.of(fault.name(), fault.zh(), fault.en()))
                .toList();
        return Problem.of(worst(faults), errors);
    }

    private static ErrorCode worst(List<ParameterFault> faults) {
        if (faults.stream().anyMatch(fault -> fault.code() == ParameterFault.Code.SENSITIVE_IN_URL)) {
            return ErrorCode.SENSITIVE_IN_URL;
        }
        if (faults.stream().anyMatch(fault -> fault.code() == ParameterFault.Code.BODY_TOO_LARGE)) {
            return ErrorCode.BODY_TOO_LARGE;
        }
        return ErrorCode.PARAMETER_INVALID;
    }
}
