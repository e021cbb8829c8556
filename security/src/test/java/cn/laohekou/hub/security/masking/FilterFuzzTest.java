package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers damaged at random are refused whole, or what is released is well-formed and holds nothing that was hidden. */
class FilterFuzzTest {

    private static final int ROUNDS = 30_000;

    /** A filter and an answer it releases when it is whole. */
    private static final class Format {

        private final String name;
        private final AnswerFilter filter;
        private final byte[] answer;

        Format(String name, AnswerFilter filter, String answer) {
            this.name = name;
            this.filter = filter;
            this.answer = answer.getBytes(StandardCharsets.UTF_8);
        }

        void parse(byte[] released) throws Exception {
            switch (name) {
                case "JSON" -> assertThat(new JsonMapper().readTree(released)).isNotNull();
                case "XML" ->
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(released));
                default -> {
                    CsvReader reader = new CsvReader(new ByteArrayInputStream(released));
                    while (reader.next() != null) {
                        // Read to the end.
                    }
                }
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Format> formats() {
        return List.of(json(), xml(), csv());
    }

    private static Format json() {
        return new Format(
                "JSON",
                Filters.withRows(
                        new String[] {"d[].name", "d[].age:INTEGER:band:10", "-d[].town", "t"},
                        "d[].town",
                        "in"::equals),
                "{\"t\":\"x\",\"h\":\"HIDDEN\",\"d\":[{\"name\":\"老\\u6cb3\",\"age\":37,\"town\":\"in\",\"h\":[\"HIDDEN\"]},"
                        + "{\"name\":\"HIDDEN\",\"town\":\"out\"},{\"name\":\"b\",\"town\":\"in\",\"i\":{\"h\":\"HIDDEN\"}}]}");
    }

    private static Format xml() {
        XmlFilterBuilder builder =
                XmlFilters.builder(Map.of(), "a.d[].name", "a.d[].age|INTEGER|band:10", "-a.d[].town", "a.@t");
        builder.require("a.d[].town", "in"::equals);
        return new Format(
                "XML",
                builder.build(),
                "<?xml version='1.0' encoding='UTF-8'?><a t='x' h='HIDDEN'><d><name>老&#x6cb3;</name><age>37</age>"
                        + "<town>in</town><h><![CDATA[HIDDEN]]></h></d><d><name>HIDDEN</name><town>out</town></d>"
                        + "<d><town>in</town><i h='HIDDEN'/><!--HIDDEN--><name>b</name></d></a>");
    }

    private static Format csv() {
        TabularFilter.Builder builder = new TabularFilter.Builder();
        String[] words = {"name", "age|INTEGER|band:10", "-town"};
        for (int i = 0; i < words.length; i++) {
            assertThat(builder.add(XmlFilters.leaf(words[i], i))).isNull();
        }
        builder.require("town", "in"::equals);
        return new Format(
                "CSV",
                new CsvFilter(builder.build()),
                "h,name,age,town\r\nHIDDEN,\"老,\"\"河\",37,in\r\n1,HIDDEN,1,out\r\n\"HIDDEN\",b,,in\r\n");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void nothingHiddenComesOutHoweverTheAnswerIsDamaged(Format format) throws Exception {
        Random random = new Random(420682);
        int released = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] answer = damaged(format.answer, random);
            try {
                byte[] filtered = format.filter.filter(answer, 0, answer.length, Release.of(subject -> {}));
                ByteArrayOutputStream streamed = new ByteArrayOutputStream();
                format.filter.filter(new ByteArrayInputStream(answer), streamed, Release.of(subject -> {}));
                String text = new String(filtered, StandardCharsets.UTF_8);
                assertThat(streamed.toByteArray()).isEqualTo(filtered);
                if (new String(answer, StandardCharsets.UTF_8).contains("out")) {
                    assertThat(text)
                            .as(new String(answer, StandardCharsets.UTF_8))
                            .doesNotContain("HIDDEN");
                }
                format.parse(filtered);
                released++;
            } catch (Unfilterable e) {
                assertThat(e.getMessage()).doesNotContain("HIDDEN");
                refused++;
            }
        }
        assertThat(released).as("answers still released").isGreaterThan(ROUNDS / 50);
        assertThat(refused).as("answers refused").isGreaterThan(ROUNDS / 10);
    }

    private static byte[] damaged(byte[] answer, Random random) {
        byte[] bytes = answer.clone();
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "\"'<>&,:{}[]\\\r\n =/!-;".charAt(random.nextInt(20));
                case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
