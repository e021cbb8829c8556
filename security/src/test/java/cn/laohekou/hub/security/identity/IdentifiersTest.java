package cn.laohekou.hub.security.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    private static Stream<String> vectors(String kind, String list) throws IOException {
        try (InputStream in = IdentifiersTest.class.getResourceAsStream("identifiers.json")) {
            JsonNode all = JsonMapper.builder().build().readTree(Objects.requireNonNull(in));
            return StreamSupport.stream(all.path(kind).path(list).spliterator(), false)
                    .map(JsonNode::asText)
                    .toList()
                    .stream();
        }
    }

    static Stream<String> validResidentIds() throws IOException {
        return vectors("residentId", "valid");
    }

    static Stream<String> invalidResidentIds() throws IOException {
        return vectors("residentId", "invalid");
    }

    static Stream<String> validCodes() throws IOException {
        return vectors("uscc", "valid");
    }

    @ParameterizedTest
    @MethodSource("validResidentIds")
    void aResidentIdWithTheRightCheckCharacterIsRecognised(String number) {
        assertThat(ResidentId.isValid(number)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("invalidResidentIds")
    @ValueSource(strings = {"", "11010519491231002", "11010519491231002X0", "１１０１０５１９４９１２３１００２X", "A1010519491231002X"})
    void anythingElseIsNoResidentId(String number) {
        assertThat(ResidentId.isValid(number)).isFalse();
    }

    @Test
    void aSmallCheckCharacterAndAnImpossibleDateAreStillAResidentId() {
        assertThat(ResidentId.isValid("11010519491231002x")).isTrue();
        assertThat(ResidentId.isValid(null)).isFalse();
        long valid = Stream.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X")
                .filter(check -> ResidentId.isValid("42068219901301123" + check))
                .count();
        assertThat(valid).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("validCodes")
    void aSocialCreditCodeWithTheRightCheckCharacterIsRecognised(String code) {
        assertThat(SocialCreditCode.isValid(code)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("validCodes")
    void everyChangedCharacterMakesACodeInvalid(String code) {
        for (int i = 0; i < code.length(); i++) {
            char other = code.charAt(i) == '1' ? '2' : '1';
            assertThat(SocialCreditCode.isValid(code.substring(0, i) + other + code.substring(i + 1)))
                    .as("place %d of %s", i, code)
                    .isFalse();
        }
    }

    @Test
    void otherTextsAreNoCodes() {
        assertThat(SocialCreditCode.isValid(null)).isFalse();
        assertThat(SocialCreditCode.isValid("")).isFalse();
        assertThat(SocialCreditCode.isValid("11100000000013338w")).isFalse();
        assertThat(SocialCreditCode.isValid("1110000000001333I8")).isFalse();
        assertThat(SocialCreditCode.isValid("11100000000013338W0")).isFalse();
    }
}
