package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleasedValuesTest {

    private static final String ANSWER = """
            {"total":2,"data":[
             {"name":"王小明","age":37,"tags":["a\\"b","c"],"ok":true,"secret":"s"},
             {"name":null,"age":1.50,"tags":null},
             {"age":3}]}""";

    private static final String[] WORDS = {
        "total:INTEGER",
        "data[].name:TEXT:name",
        "data[].age:NUMBER",
        "data[].tags[]",
        "-data[].secret",
        "data[].ok:BOOLEAN"
    };

    private static List<String> told(JsonFilter filter, String answer) throws Unfilterable {
        List<String> told = new ArrayList<>();
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        filter.filter(bytes, 0, bytes.length, release(told));
        return told;
    }

    private static List<String> toldOfStream(JsonFilter filter, String answer) throws Unfilterable, IOException {
        List<String> told = new ArrayList<>();
        filter.filter(
                new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                release(told));
        return told;
    }

    private static Release release(List<String> told) {
        return Release.of(
                subject -> {},
                (field, utf8, from, to) ->
                        told.add(field + "=" + new String(utf8, from, to - from, StandardCharsets.UTF_8)));
    }

    @Test
    void eachReleasedValueIsToldInDocumentOrderWithTheBytesReleased() throws Exception {
        JsonFilter filter = Filters.of(WORDS);

        List<String> told = told(filter, ANSWER);

        assertThat(told)
                .containsExactly(
                        "0=2", "1=\"王**\"", "2=37", "3=\"a\\\"b\"", "3=\"c\"", "5=true", "1=null", "2=1.50", "2=3");
        assertThat(toldOfStream(filter, ANSWER)).isEqualTo(told);
    }

    @Test
    void ofRowsOnlyTheReleasedOnesAreTold() throws Exception {
        JsonFilter filter = Filters.withRows(WORDS, "data[].age", age -> age.startsWith("3"));

        List<String> told = told(filter, ANSWER);

        assertThat(told).containsExactly("0=2", "1=\"王**\"", "2=37", "3=\"a\\\"b\"", "3=\"c\"", "5=true", "2=3");
        assertThat(toldOfStream(filter, ANSWER)).isEqualTo(told);
    }

    @Test
    void aValueLargerThanEveryBufferIsToldWhole() throws Exception {
        JsonFilter filter = Filters.of("a", "b");
        String large = "老".repeat(100_000);
        String answer = "{\"a\":\"" + large + "\",\"b\":\"x\"}";

        assertThat(toldOfStream(filter, answer)).containsExactly("0=\"" + large + "\"", "1=\"x\"");
        assertThat(told(filter, answer)).containsExactly("0=\"" + large + "\"", "1=\"x\"");
    }

    @Test
    void aRefusedAnswerMayHaveToldButNothingIsReleased() {
        List<String> told = new ArrayList<>();
        byte[] answer = "{\"a\":\"x\",\"a\":\"y\"}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Filters.of("a").filter(answer, 0, answer.length, release(told));
            throw new AssertionError("released");
        } catch (Unfilterable e) {
            assertThat(e.reason()).isEqualTo(Unfilterable.Reason.DUPLICATE_KEY);
            assertThat(told).isEmpty();
            assertThat(out.size()).isZero();
        }
    }
}
