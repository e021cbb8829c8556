package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonFilterTest {

    @Test
    void exactlyTheGrantedLeavesAreReleasedAtAnyDepth() throws Unfilterable {
        JsonFilter filter = Filters.of("total:INTEGER", "data[].name", "data[].home.street", "data[].tags[]");

        String filtered = Filters.filter(filter, """
                {"total":2,"secret":{"a":[1,{"b":2}]},"data":[
                 {"name":"甲","home":{"street":"东街","door":"3"},"tags":["x","y"],"age":3},
                 {"age":4,"name":"乙","home":{"door":"1"}}]}""");

        assertThat(filtered).isEqualTo("""
                        {"total":2,"data":[{"name":"甲","home":{"street":"东街"},"tags":["x","y"]},{"name":"乙","home":{}}]}""");
    }

    @Test
    void anAnswerThatIsItselfAnArrayIsFiltered() throws Unfilterable {
        assertThat(Filters.filter(Filters.of("[].a"), "[{\"a\":\"1\",\"b\":2},null,{}]"))
                .isEqualTo("[{\"a\":\"1\"},null,{}]");
        assertThat(Filters.filter(Filters.of("[][]:INTEGER"), "[[1,2],[],[3]]")).isEqualTo("[[1,2],[],[3]]");
    }

    @Test
    void theSameKeyElsewhereIsNotTheGrantedLeaf() throws Unfilterable {
        assertThat(Filters.filter(Filters.of("data.name"), "{\"name\":\"x\",\"other\":{\"name\":\"y\"},\"data\":{}}"))
                .isEqualTo("{\"data\":{}}");
    }

    @Test
    void nullMayStandForAnyLeafOrContainer() throws Unfilterable {
        assertThat(Filters.filter(Filters.of("a:INTEGER", "b[].c", "d.e"), "{\"a\":null,\"b\":null,\"d\":null}"))
                .isEqualTo("{\"a\":null,\"b\":null,\"d\":null}");
        assertThat(Filters.filter(Filters.of("a"), "null")).isEqualTo("null");
    }

    @Test
    void numbersKeepTheirText() throws Unfilterable {
        String numbers = "[1.10,-0,1E+5,0.1000000000000000055511151231257827,123456789012345678901234567890,1e400]";

        assertThat(Filters.filter(Filters.of("[]:NUMBER"), numbers)).isEqualTo(numbers);
    }

    @Test
    void textStaysReadableUtf8WithoutNeedlessEscapes() throws Unfilterable {
        String text = "{\"a\":\"老河口 <b>&'/ 𠮷😀 \\\" \\\\ \\n\"}";

        assertThat(Filters.filter(Filters.of("a"), text)).isEqualTo(text);
        assertThat(Filters.filter(Filters.of("a"), "{\"a\":\"\\u8001\\uD842\\uDFB7\"}"))
                .isEqualTo("{\"a\":\"老𠮷\"}");
    }

    @Test
    void masksApplyAtEveryPlaceOfTheLeaf() throws Unfilterable {
        JsonFilter filter = Filters.of(
                "data[].name:TEXT:name",
                "data[].phone:TEXT:cover:3,4",
                "data[].lon:NUMBER:round:2",
                "data[].pay:INTEGER:zero",
                "data[].born:DATE:truncate:4",
                "data[].gone:TEXT:remove");

        assertThat(Filters.filter(filter, """
                        {"data":[{"name":"王小明","phone":"13800138000","lon":111.675634,"pay":5200,"born":"1990-01-02","gone":"x"},
                        {"name":null,"phone":"","lon":0,"pay":null}]}""")).isEqualTo("""
                        {"data":[{"name":"王**","phone":"138****8000","lon":111.68,"pay":0,"born":"1990"},\
                        {"name":null,"phone":"","lon":0.00,"pay":null}]}""");
    }

    @Test
    void subjectsAreCollectedOnceAlsoWhenTheirFieldIsNotGranted() throws Unfilterable {
        DistinctSubjects subjects = new DistinctSubjects();

        String filtered = Filters.filter(
                Filters.of("data[].name", "-@data[].id", "@owner:INTEGER"),
                """
                {"owner":7,"data":[{"id":"A","name":"x"},{"id":"B"},{"id":"A"},{"id":null},{"id":""}]}""".getBytes(StandardCharsets.UTF_8),
                subjects);

        assertThat(subjects.identifiers()).containsExactly("7", "A", "B");
        assertThat(filtered).isEqualTo("{\"owner\":7,\"data\":[{\"name\":\"x\"},{},{},{},{}]}");
        assertThat(subjects).hasToString("3 subjects");
    }

    @Test
    void aSubjectBelowAnUnreleasedContainerIsCollectedAndTheContainerStaysHidden() throws Unfilterable {
        DistinctSubjects subjects = new DistinctSubjects();

        String filtered = Filters.filter(
                Filters.of("name", "-@person.ids[].no"),
                "{\"person\":{\"ids\":[{\"no\":\"A\"}]},\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8),
                subjects);

        assertThat(filtered).isEqualTo("{\"name\":\"x\"}");
        assertThat(subjects.identifiers()).containsExactly("A");
    }

    @Test
    void theSubjectIsTheValueBeforeItsMask() throws Unfilterable {
        DistinctSubjects subjects = new DistinctSubjects();

        Filters.filter(
                Filters.of("@id:TEXT:cover:1,1"), "{\"id\":\"12345\"}".getBytes(StandardCharsets.UTF_8), subjects);

        assertThat(subjects.identifiers()).containsExactly("12345");
    }

    @Test
    void aPartOfAnArrayIsFilteredWithoutLookingBeyondIt() throws Unfilterable {
        byte[] padded = "}}{\"a\":\"x\"}]]".getBytes(StandardCharsets.UTF_8);

        byte[] filtered = Filters.of("a").filter(padded, 2, padded.length - 4, Release.of(subject -> {}));

        assertThat(new String(filtered, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"x\"}");
    }

    @Test
    void aFilterUsedWithinAFilterKeepsItsOwnOutput() throws Unfilterable {
        JsonFilter filter = Filters.of("@a", "b");
        byte[] answer = "{\"a\":\"x\",\"b\":\"y\"}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream inner = new ByteArrayOutputStream();

        byte[] outer = filter.filter(answer, subject -> {
            try {
                inner.writeBytes(Filters.of("b").filter(answer, nothing -> {}));
            } catch (Unfilterable e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(new String(outer, StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"x\",\"b\":\"y\"}");
        assertThat(inner.toString(StandardCharsets.UTF_8)).isEqualTo("{\"b\":\"y\"}");
    }

    @Test
    void objectsWithManyKeysAndManyObjectsAreFiltered() throws Unfilterable {
        StringBuilder answer = new StringBuilder("[");
        for (int object = 0; object < 300; object++) {
            answer.append(object == 0 ? "{" : ",{");
            for (int key = 0; key < 100; key++) {
                answer.append("\"k").append(key).append("\":").append(key).append(',');
            }
            answer.append("\"a\":\"x\"}");
        }

        String filtered = Filters.filter(Filters.of("[].a"), answer.append(']').toString());

        assertThat(filtered).isEqualTo("[" + "{\"a\":\"x\"},".repeat(299) + "{\"a\":\"x\"}]");
    }
}
