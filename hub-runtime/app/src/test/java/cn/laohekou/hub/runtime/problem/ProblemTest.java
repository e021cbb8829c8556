package cn.laohekou.hub.runtime.problem;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.security.identity.TokenFault;
import cn.laohekou.hub.security.policy.DenyReason;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeSaysInBothLanguagesWhatItIsAndWhatToDo(ErrorCode code) {
        assertThat(code.status()).isBetween(400, 599);
        assertThat(code.title().zh()).isNotBlank();
        assertThat(code.title().en()).isNotBlank();
        assertThat(code.hint().zh()).endsWith("。");
        assertThat(code.hint().en()).endsWith(".");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyTooManyOrUnavailableThatDependsOnTimeSaysWhenToComeBack(ErrorCode code) {
        // Time alone mends neither a wrong setting nor a missing right.
        boolean mended = code == ErrorCode.CONNECTOR_MISCONFIGURED || code == ErrorCode.RETENTION_UNAVAILABLE;
        boolean hub = code.status() == 503 && !mended;
        boolean tooMany = code == ErrorCode.RATE_EXCEEDED || code == ErrorCode.BROKER_FULL;

        assertThat(code.retryAfterSeconds() > 0).isEqualTo(hub || tooMany);
    }

    @ParameterizedTest
    @EnumSource(TokenFault.class)
    void everyTokenFaultHasACode(TokenFault fault) {
        int expected = fault == TokenFault.KEYS_UNAVAILABLE ? 503 : 401;

        assertThat(ErrorCode.valueOf("TOKEN_" + fault.name()).status()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(DenyReason.class)
    void everyDenialHasACode(DenyReason reason) {
        assertThat(ErrorCode.valueOf(reason.name()).status()).isIn(403, 404, 410, 503);
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultCode.class,
            names = {"COUNTERPART_OVERSIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyFaultOfAConnectorHasACode(FaultCode fault) {
        assertThat(ErrorCode.valueOf(fault.name()).status()).isGreaterThanOrEqualTo(500);
    }

    @Test
    void aProblemNamesItsFieldsInTheLanguageAskedFor() {
        Problem problem =
                Problem.of(ErrorCode.REGISTRATION_INVALID, List.of(FieldError.of("/spec/title", "必填", "is required")));

        JsonNode zh = problem.toJson(false);
        JsonNode en = problem.toJson(true);

        assertThat(zh.at("/errors/0/detail").asText()).isEqualTo("必填");
        assertThat(en.at("/errors/0/detail").asText()).isEqualTo("is required");
        assertThat(en.at("/errors/0/pointer").asText()).isEqualTo("/spec/title");
        assertThat(zh.path("incident").asText())
                .matches("[0-9a-f]{16}")
                .isEqualTo(en.path("incident").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "", "de", "zh;q=0.9,en;q=0.1", "not a language;;", "*"})
    void chineseIsTheDefault(String header) {
        assertThat(Problem.prefersEnglish(header)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-GB,en;q=0.9", "de,en;q=0.5", "zh;q=0.1,en;q=0.9"})
    void englishIsForThoseWhoPreferIt(String header) {
        assertThat(Problem.prefersEnglish(header)).isTrue();
    }
}
