package cn.laohekou.hub.runtime.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of the error codes are data: complete, in both languages, each once, and none of a code that is gone. */
class ErrorTextsTest {

    @Test
    void everyCodeHasItsFourTextsExactlyOnceAndNothingElseIsThere() throws IOException {
        List<String> expected = Arrays.stream(ErrorCode.values())
                .flatMap(code ->
                        Stream.of("title.zh", "title.en", "hint.zh", "hint.en").map(part -> code.name() + '.' + part))
                .toList();

        assertThat(keys()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void chineseIsWrittenInChineseAndEnglishInEnglish() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(code.title().zh() + code.hint().zh()).as(code.name()).containsPattern("\\p{IsHan}");
            assertThat(code.title().en() + code.hint().en()).as(code.name()).doesNotContainPattern("\\p{IsHan}");
        }
    }

    @Test
    void aTextThatIsMissingIsNamed() {
        assertThatThrownBy(() -> ErrorTexts.of("NO_SUCH_CODE", "title"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NO_SUCH_CODE.title.zh");
    }

    private static List<String> keys() throws IOException {
        try (InputStream in = ErrorTexts.class.getResourceAsStream(ErrorTexts.RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .toList();
        }
    }
}
