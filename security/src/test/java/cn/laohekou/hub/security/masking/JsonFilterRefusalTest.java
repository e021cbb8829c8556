package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.masking.Unfilterable.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of which nothing may be released. */
class JsonFilterRefusalTest {

    private static final JsonFilter FILTER = Filters.of(
            "a", "n:INTEGER", "d:NUMBER", "t:BOOLEAN", "day:DATE", "list[].x", "o.x", "-hidden.x", "-@who.id");

    private static void refused(byte[] answer, Reason reason) {
        assertThatThrownBy(() -> Filters.filter(FILTER, answer, subject -> {}))
                .isInstanceOfSatisfying(
                        Unfilterable.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void refused(String answer, Reason reason) {
        refused(answer.getBytes(StandardCharsets.UTF_8), reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"a\":true}",
                "{\"a\":{\"b\":\"x\"}}",
                "{\"a\":[\"x\"]}",
                "{\"n\":\"1\"}",
                "{\"n\":1.0}",
                "{\"n\":1e3}",
                "{\"n\":[1]}",
                "{\"d\":\"1.5\"}",
                "{\"d\":true}",
                "{\"t\":1}",
                "{\"t\":\"true\"}",
                "{\"day\":20200101}",
                "{\"day\":\"2020-1-1\"}",
                "{\"day\":\"420682199\"}",
                "{\"day\":\"2020-01-01T\"}",
                "{\"day\":\"2020/01/01\"}",
                "{\"list\":{\"x\":\"1\"}}",
                "{\"list\":\"x\"}",
                "{\"list\":[\"x\"]}",
                "{\"list\":[[{\"x\":\"1\"}]]}",
                "{\"o\":[{\"x\":\"1\"}]}",
                "{\"o\":\"x\"}",
                "{\"o\":5}",
                "{\"hidden\":[]}",
                "{\"who\":{\"id\":1}}",
                "{\"who\":[{\"id\":\"1\"}]}",
                "[{\"a\":\"x\"}]",
                "\"a\"",
                "5",
                "true"
            })
    void anAnswerOfAnotherShapeReleasesNothing(String answer) {
        refused(answer, Reason.WRONG_SHAPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"x\",\"a\":\"y\"}",
                "{\"z\":1,\"z\":2}",
                "{\"a\":\"x\",\"\\u0061\":\"y\"}",
                "{\"z\":{\"y\":1,\"y\":2}}",
                "{\"z\":[{\"y\":[{\"x\":1,\"x\":2}]}]}",
                "{\"list\":[{\"x\":\"1\",\"x\":\"1\"}]}",
                "{\"\":1,\"\":2}",
                "{\"o\":{\"q\":1,\"x\":\"1\",\"q\":1}}"
            })
    void aKeyThatOccursTwiceAnywhereReleasesNothing(String answer) {
        refused(answer, Reason.DUPLICATE_KEY);
    }

    @Test
    void aRepeatedKeyIsFoundAmongManyAndAmongKeysOfOneHash() {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 500; i++) {
            many.append("\"k").append(i).append("\":1,");
        }
        StringBuilder colliding = new StringBuilder("{");
        for (int i = 0; i < 64; i++) {
            // "Aa" and "BB" have the same String hash, and so has every mixture of equal length.
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 6; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            colliding.append('"').append(key).append("\":1,");
        }

        refused(many + "\"k3\":1}", Reason.DUPLICATE_KEY);
        refused(many + "\"k499\":1}", Reason.DUPLICATE_KEY);
        refused(colliding + "\"AaAaAaAaAaBB\":1}", Reason.DUPLICATE_KEY);
        assertThat(release(many + "\"a\":\"x\"}")).isEqualTo("{\"a\":\"x\"}");
        assertThat(release(colliding + "\"a\":\"x\"}")).isEqualTo("{\"a\":\"x\"}");
    }

    private static String release(String answer) {
        try {
            return Filters.filter(FILTER, answer);
        } catch (Unfilterable e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":\"x\"",
                "{\"a\":\"x\",}",
                "{a:\"x\"}",
                "{'a':\"x\"}",
                "{\"a\":\"x\"}{\"a\":\"y\"}",
                "{\"a\":\"x\"} x",
                "{\"a\":\"x\"}]",
                "{\"a\":\"x\"} null",
                "{\"d\":NaN}",
                "{\"d\":Infinity}",
                "{\"d\":-Infinity}",
                "{\"n\":01}",
                "{\"n\":+1}",
                "{\"d\":.5}",
                "{\"d\":1.}",
                "{\"d\":1e}",
                "{\"n\":0x10}",
                "{\"a\":\"x\ny\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "// c\n{\"a\":\"x\"}",
                "{\"a\":\"x\"/*c*/}",
                "{\"z\":[1,}",
                "{\"z\":tru}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00x\"}",
                "{\"a\":\"\\ud800x\"}",
                "<a>x</a>",
                "{\"z\":[}]",
                "{\"list\":[}"
            })
    void anAnswerThatIsNotOneJsonValueReleasesNothing(String answer) {
        refused(answer, Reason.MALFORMED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a byte order mark, EFBBBF7B7D",
        "UTF-16 big endian, 007B0022",
        "UTF-16 little endian, 7B002200",
        "UTF-16 mark, FEFF007B",
        "a zero byte first, 00",
        "overlong slash in a text, 7B2261223A22C0AF227D",
        "overlong zero in a text, 7B2261223A22C080227D",
        "overlong in three bytes, 7B2261223A22E080AF227D",
        "overlong in four bytes, 7B2261223A22F08080AF227D",
        "a surrogate in three bytes, 7B2261223A22EDA080227D",
        "beyond the last character, 7B2261223A22F4908080227D",
        "a lone continuation, 7B2261223A2280227D",
        "a cut sequence, 7B2261223A22E880227D",
        "an impossible byte, 7B2261223A22FF227D",
        "malformed in a value nobody asked for, 7B227A223A22C0AF227D",
        "malformed in a key nobody declared, 7B22C0AF223A317D",
        "ends within a character, 7B7DE8",
    })
    void anAnswerInAnotherOrBrokenEncodingReleasesNothing(String what, String hex) {
        refused(HexFormat.of().parseHex(hex), Reason.ENCODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GB18030", "UTF-32BE", "UTF-32LE", "UTF-16BE", "UTF-16LE"})
    void anotherCharsetReleasesNothing(String charset) {
        refused("{\"a\":\"老河口\"}".getBytes(Charset.forName(charset)), Reason.ENCODING);
    }

    @Test
    void anAnswerBeyondTheLimitsReleasesNothing() {
        refused("{\"z\":" + "[".repeat(64) + "]".repeat(64) + "}", Reason.LIMIT);
        refused("[".repeat(100_000), Reason.WRONG_SHAPE);
        refused("{\"z\":" + "{\"z\":".repeat(100_000), Reason.LIMIT);
        refused("{\"" + "k".repeat(300) + "\":1}", Reason.LIMIT);
        refused("{\"d\":" + "1".repeat(401) + "}", Reason.LIMIT);
        refused("{\"d\":0." + "1".repeat(401) + "}", Reason.LIMIT);
        assertThat(release("{\"z\":" + "[".repeat(63) + "]".repeat(63) + "}")).isEqualTo("{}");
    }

    @Test
    void theRefusalNamesTheDeclaredPlaceAndNoValue() {
        assertThatThrownBy(() -> Filters.filter(FILTER, "{\"list\":[{\"x\":420682199013451234}]}"))
                .isInstanceOfSatisfying(Unfilterable.class, e -> {
                    assertThat(e.path()).isEqualTo("list[].x");
                    assertThat(e).hasMessageNotContaining("420682").hasNoCause();
                });
    }

    @Test
    void aStreamThatBreaksIsNotMistakenForABadAnswer() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection lost");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> FILTER.filter(broken, new ByteArrayOutputStream(), Release.of(subject -> {})))
                .isInstanceOf(IOException.class)
                .hasMessage("connection lost");
    }

    @Test
    void afterARefusalTheNextAnswerIsFilteredAsIfNothingHappened() {
        refused("{\"list\":[{\"x\":\"1\",\"z\":{\"z\":[", Reason.MALFORMED);

        assertThat(release("{\"a\":\"x\",\"z\":1}")).isEqualTo("{\"a\":\"x\"}");
    }
}
