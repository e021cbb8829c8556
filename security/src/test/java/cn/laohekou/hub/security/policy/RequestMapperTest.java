package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.policy.Parameter.In;
import cn.laohekou.hub.security.policy.ParameterFault.Code;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestMapperTest {

    /** The example of GB 11643 itself. */
    private static final String RESIDENT_ID = "11010519491231002X";

    private final CompiledResource resource = CompiledResource.compile(Samples.resource());

    private CompiledOperation operation(String name) {
        return Objects.requireNonNull(resource.operation(name));
    }

    private static List<ParameterFault> faults(
            CompiledOperation operation, Map<String, String> path, @Nullable String query, @Nullable String body) {
        Mapping mapping =
                RequestMapper.map(operation, path, query, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
        assertThat(mapping).isInstanceOf(Mapping.Refused.class);
        return ((Mapping.Refused) mapping).faults();
    }

    private static MappedRequest mapped(
            CompiledOperation operation, Map<String, String> path, @Nullable String query, @Nullable String body) {
        Mapping mapping =
                RequestMapper.map(operation, path, query, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        return ((Mapping.Mapped) mapping).request();
    }

    private List<String> codes(@Nullable String query) {
        return faults(operation("villages"), Map.of(), query, null).stream()
                .map(fault -> fault.name() + " " + fault.code())
                .toList();
    }

    private List<String> bodyCodes(String body) {
        return faults(operation("lookup"), Map.of(), null, body).stream()
                .map(fault -> fault.name() + " " + fault.code())
                .toList();
    }

    @Test
    void theQueryIsWrittenAnewInDeclaredOrder() {
        MappedRequest request = mapped(operation("villages"), Map.of(), "limit=%32%30&town=420682100", null);

        assertThat(request.path()).isEqualTo("villages");
        assertThat(request.query()).isEqualTo("town=420682100&limit=20");
        assertThat(request.body()).isNull();
        assertThat(request).hasToString("MappedRequest");
    }

    @Test
    void pathValuesAreEncodedSegmentBySegment() {
        MappedRequest request =
                mapped(operation("village"), Map.of("town", "孟楼 镇", "village", "a+b&c=d:~é😀"), null, null);

        assertThat(request.path())
                .isEqualTo("towns/%E5%AD%9F%E6%A5%BC%20%E9%95%87/villages/a%2Bb%26c%3Dd%3A~%C3%A9%F0%9F%98%80");
        assertThat(request.query()).isNull();
    }

    @Test
    void queryValuesAreEncodedSoThatTheyCannotBecomeParameters() {
        CompiledOperation search = Objects.requireNonNull(CompiledResource.compile(Samples.resource(
                        "search",
                        List.of(Samples.operation(
                                "search",
                                "GET",
                                "search",
                                0,
                                Samples.parameter("q", In.QUERY, ValueType.STRING, true))),
                        Samples.FIELDS))
                .operation("search"));

        assertThat(mapped(search, Map.of(), "q=a%26b%3Dc+d%2Be%23f;g", null).query())
                .isEqualTo("q=a%26b%3Dc%20d%2Be%23f%3Bg");
        assertThat(mapped(search, Map.of(), "q=", null).query()).isEqualTo("q=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "town=420682100&town=420682100 | town DUPLICATE",
                "limit=5 | town MISSING",
                "town=42068210 | town PATTERN",
                "town=4206821001 | town TOO_LONG",
                "town=420682100&limit=five | limit WRONG_TYPE",
                "town=420682100&limit=5.0 | limit WRONG_TYPE",
                "town=420682100&limit=%2B5 | limit WRONG_TYPE",
                "town=420682100&limit= | limit WRONG_TYPE",
                "town=420682100&limit=05 | limit WRONG_TYPE",
                "town=420682100&Town=1 | (query) UNKNOWN",
                "town=420682100&x=1&y=2 | (query) UNKNOWN",
                "town=420682100& | (query) MALFORMED",
                "town=420682100&&limit=5 | (query) MALFORMED",
                "town=420682100&limit | (query) MALFORMED",
                "town=420682100&=5 | (query) MALFORMED",
                "town=420682100&x=%zz | (query) MALFORMED",
                "town=420682100&x=%ff | (query) MALFORMED",
                "town=420682100&x=%0d%0a | (query) MALFORMED",
            })
    void aBadQueryIsRefused(String query, String fault) {
        assertThat(codes(query)).containsExactly(fault);
    }

    @Test
    void aMissingQueryAndAnEndlessOneAreRefused() {
        assertThat(codes(null)).containsExactly("town MISSING");
        assertThat(codes("")).containsExactly("town MISSING");
        assertThat(codes("town=420682100&x=" + "1".repeat(9000))).containsExactly("(query) MALFORMED", "town MISSING");
        assertThat(codes("town=420682100&x=老河口")).containsExactly("(query) MALFORMED");
    }

    @Test
    void allFaultsComeAtOnce() {
        assertThat(codes("limit=x&evil=1&town=1"))
                .containsExactlyInAnyOrder("limit WRONG_TYPE", "(query) UNKNOWN", "town PATTERN");
    }

    @Test
    void unknownNamesAndValuesAreNotEchoedButTheAllowedNamesAreListed() {
        List<ParameterFault> faults =
                faults(operation("villages"), Map.of(), "town=420682100&secretName=secretValue", null);

        assertThat(faults.toString()).contains("town, limit").doesNotContain("secretName", "secretValue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "idNumber=440524188001010014",
                "idNumber=anything",
                "x=" + RESIDENT_ID,
                "x=11010519491231002x",
                "x=1101051949123100%32X",
                RESIDENT_ID + "=1"
            })
    void aSensitiveParameterOrResidentIdInTheQueryIsRefusedWithoutEcho(String query) {
        List<ParameterFault> faults = faults(operation("lookup"), Map.of(), query, "{\"idNumber\":\"1\"}");

        assertThat(faults).extracting(ParameterFault::code).contains(Code.SENSITIVE_IN_URL);
        assertThat(faults.toString()).doesNotContain("1101051949", "440524", "anything");
    }

    @Test
    void aResidentIdInADeclaredQueryParameterOrInThePathIsRefused() {
        CompiledOperation search = Objects.requireNonNull(CompiledResource.compile(Samples.resource(
                        "search",
                        List.of(Samples.operation(
                                "search",
                                "GET",
                                "search",
                                0,
                                Samples.parameter("q", In.QUERY, ValueType.STRING, true))),
                        Samples.FIELDS))
                .operation("search"));

        assertThat(faults(search, Map.of(), "q=" + RESIDENT_ID, null))
                .extracting(ParameterFault::name, ParameterFault::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("q", Code.SENSITIVE_IN_URL));
        assertThat(faults(operation("village"), Map.of("town", "1", "village", RESIDENT_ID), null, null))
                .extracting(ParameterFault::name, ParameterFault::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("village", Code.SENSITIVE_IN_URL));
    }

    @Test
    void theBodyIsWrittenAnewFromItsCheckedValues() {
        MappedRequest request = mapped(operation("lookup"), Map.of(), null, """
                { "deep":true, "ratio":1.50, "page" : 2, "since":"2026-02-28",
                  "kind":"\\u6237籍", "idNumber":"11010519491231002X" }""");

        assertThat(new String(Objects.requireNonNull(request.body()), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"idNumber":"11010519491231002X","since":"2026-02-28","page":2,"ratio":1.50,"deep":true,"kind":"户籍"}""");
        assertThat(request.subjects()).containsExactly(RESIDENT_ID);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | idNumber MISSING",
                "{\"idNumber\":5} | idNumber WRONG_TYPE",
                "{\"idNumber\":null} | idNumber WRONG_TYPE",
                "{\"idNumber\":[\"1\"]} | idNumber WRONG_TYPE",
                "{\"idNumber\":{\"a\":1}} | idNumber WRONG_TYPE",
                "{\"idNumber\":\"1234567890123456789\"} | idNumber TOO_LONG",
                "{\"idNumber\":\"1\",\"idNumber\":\"1\"} | idNumber DUPLICATE",
                "{\"idNumber\":\"1\",\"idN\\u0075mber\":\"2\"} | idNumber DUPLICATE",
                "{\"idNumber\":\"1\",\"idNumber\":7} | idNumber DUPLICATE",
                "{\"idNumber\":\"\\u0000\"} | idNumber WRONG_TYPE",
                "{\"idNumber\":\"\\ud800\"} | idNumber WRONG_TYPE",
                "{\"idNumber\":\"1\",\"page\":\"2\"} | page WRONG_TYPE",
                "{\"idNumber\":\"1\",\"page\":2.0} | page WRONG_TYPE",
                "{\"idNumber\":\"1\",\"page\":99999999999999999999} | page WRONG_TYPE",
                "{\"idNumber\":\"1\",\"ratio\":\"1.5\"} | ratio WRONG_TYPE",
                "{\"idNumber\":\"1\",\"ratio\":1e9999} | ratio WRONG_TYPE",
                "{\"idNumber\":\"1\",\"deep\":\"true\"} | deep WRONG_TYPE",
                "{\"idNumber\":\"1\",\"since\":\"2026-02-30\"} | since WRONG_TYPE",
                "{\"idNumber\":\"1\",\"since\":\"2026-2-3\"} | since WRONG_TYPE",
                "{\"idNumber\":\"1\",\"kind\":\"其他\"} | kind NOT_ALLOWED",
                "{\"idNumber\":\"1\",\"other\":1} | (body) UNKNOWN",
                "{\"idNumber\":\"1\",\"other\":{\"deep\":[1]}} | (body) UNKNOWN",
            })
    void aBadBodyIsRefused(String body, String fault) {
        assertThat(bodyCodes(body)).containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "\"x\"",
                "null",
                "{\"idNumber\":\"1\"}{}",
                "{\"idNumber\":\"1\"} x",
                "{idNumber:\"1\"}",
                "{\"idNumber\":\"1\",}",
                "\uFEFF{\"idNumber\":\"1\"}",
                "{\"idNumber\":NaN}",
                "{\"x\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}"
            })
    void aBodyThatIsNotOneFlatObjectIsMalformed(String body) {
        assertThat(bodyCodes(body)).contains("(body) MALFORMED");
    }

    @Test
    void aBodyOfMalformedUtf8IsMalformed() {
        byte[] overlong = "{\"idNumber\":\"1??\"}".getBytes(StandardCharsets.ISO_8859_1);
        overlong[14] = (byte) 0xC0;
        overlong[15] = (byte) 0xAF;

        assertThat(RequestMapper.map(operation("lookup"), Map.of(), null, overlong))
                .isInstanceOfSatisfying(
                        Mapping.Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(ParameterFault::code)
                                .contains(Code.MALFORMED));
    }

    @Test
    void aBodyAboveTheLimitOrWhereNoneBelongsIsRefused() {
        assertThat(bodyCodes("{\"idNumber\":\"1\"" + " ".repeat(1024) + "}"))
                .containsExactly("(body) BODY_TOO_LARGE", "idNumber MISSING");
        assertThat(faults(operation("villages"), Map.of(), "town=420682100", "{}"))
                .extracting(ParameterFault::code)
                .containsExactly(Code.BODY_NOT_EXPECTED);
    }

    @Test
    void aBodyParameterInTheQueryIsMisplaced() {
        assertThat(faults(operation("lookup"), Map.of(), "page=2", "{\"idNumber\":\"1\"}"))
                .extracting(ParameterFault::name, ParameterFault::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("page", Code.MISPLACED));
    }

    @Test
    void aPatternThatBacktracksWithoutEndRefusesTheValueInsteadOfHanging() {
        Parameter evil =
                new Parameter("q", In.QUERY, ValueType.STRING, true, "(a|aa)+b", 4096, List.of(), false, false);
        CompiledOperation search = Objects.requireNonNull(CompiledResource.compile(Samples.resource(
                        "search", List.of(Samples.operation("search", "GET", "search", 0, evil)), Samples.FIELDS))
                .operation("search"));

        assertThat(faults(search, Map.of(), "q=" + "a".repeat(4000), null))
                .extracting(ParameterFault::code)
                .containsExactly(Code.PATTERN);
        assertThat(mapped(search, Map.of(), "q=aaab", null).query()).isEqualTo("q=aaab");
    }

    @Test
    void faultsSpeakChineseAndEnglishAndNeverRepeatAValue() {
        List<ParameterFault> faults = faults(
                operation("lookup"),
                Map.of(),
                "idNumber=77777777&zzz=88888888",
                "{\"page\":\"99999999\",\"kind\":\"66666666\",\"since\":\"55555555\"}");

        assertThat(faults).hasSizeGreaterThanOrEqualTo(4).allSatisfy(fault -> {
            assertThat(fault.zh()).matches(".*\\p{IsHan}.*");
            assertThat(fault.en()).matches("[\\p{ASCII}\\p{IsHan}, ]+");
            assertThat(fault.toString()).doesNotContain("77777777", "88888888", "99999999", "66666666", "55555555");
        });
    }
}
