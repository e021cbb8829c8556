package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.masking.Unfilterable.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlFilterRefusalTest {

    private static final XmlFilter FILTER = XmlFilters.of("a.b", "a.n|INTEGER", "a.p[].@x|DATE", "a.p[].c.d");

    private static void refused(byte[] answer, Reason reason) {
        assertThatThrownBy(() -> XmlFilters.filter(FILTER, answer))
                .isInstanceOfSatisfying(
                        Unfilterable.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void refused(String answer, Reason reason) {
        refused(answer.getBytes(StandardCharsets.UTF_8), reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><b>&x;</b></a>",
                "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/x.dtd'> %p;]><a/>",
                "<!DOCTYPE a [<!ATTLIST a c CDATA 'filled in'>]><a/>",
                "<!DOCTYPE lolz [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;&l;&l;&l;&l;&l;&l;&l;'>"
                        + "<!ENTITY n '&m;&m;&m;&m;&m;&m;&m;&m;&m;&m;'>]><a><b>&n;</b></a>"
            })
    void aDocumentTypeDeclarationIsNeverRead(String answer) {
        refused(answer, Reason.DOCTYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "{}",
                "<a>",
                "<a></b>",
                "<a/><a/>",
                "<a/>text",
                "text<a/>",
                "<a b='1' b='2'/>",
                "<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='1' q:b='2'/>",
                "<a><b>&x;</b></a>",
                "<a><z>&nbsp;</z></a>",
                "<a><b>&#0;</b></a>",
                "<a><b>&#xD800;</b></a>",
                "<a><b>\u0001</b></a>",
                "<a><b>]]></b></a>",
                "<a><z><b></a>",
                "<a><p:b/></a>",
                "<?xml version='1.1'?><a/>",
                "<a><b><![CDATA[x</b></a>",
                "<a b=1/>"
            })
    void whatIsNotOneWellFormedDocumentIsRefusedWholeAlsoInPartsNobodyDeclared(String answer) {
        refused(answer, Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<z/>",
                "<a xmlns='urn:other'/>",
                "<a><b>1</b><b>2</b></a>",
                "<a><b>1<i>2</i></b></a>",
                "<a><n>x</n></a>",
                "<a><n>1.5</n></a>",
                "<a><n>1 2</n></a>",
                "<a><p x='2026-1-1'/></a>",
                "<a><p><c/><c/></p></a>",
                "<a><n xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true'>1</n></a>"
            })
    void whatIsNotWhatWasDeclaredIsRefusedWhole(String answer) {
        refused(answer, Reason.WRONG_SHAPE);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "ISO-8859-1", "Big5"})
    void anEncodingThatIsGuessedOrUnknownIsRefused(String encoding) {
        String declared = encoding.startsWith("UTF") ? "" : "<?xml version='1.0' encoding='" + encoding + "'?>";

        refused((declared + "<a><b>x</b></a>").getBytes(Charset.forName(encoding)), Reason.ENCODING);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, UTF-16",
        "UTF-16, UTF-8",
        "UTF-16, GB18030",
        "UTF-8-BOM, GB18030",
        "UTF-8-BOM, ISO-8859-1",
        "UTF-8, UTF-7",
        "UTF-8, IBM037"
    })
    void anEncodingThatContradictsItsDeclarationIsRefused(String encoding, String declared) {
        String answer = "<?xml version=\"1.0\" encoding=\"" + declared + "\"?><a><b>老</b></a>";
        refused(
                encoding.equals("UTF-8-BOM")
                        ? ("\uFEFF" + answer).getBytes(StandardCharsets.UTF_8)
                        : answer.getBytes(Charset.forName(encoding)),
                Reason.ENCODING);
    }

    @Test
    void bytesThatAreNotOfTheEncodingAreRefusedNotRepaired() {
        refused("<a><z>\u00e9</z></a>".getBytes(StandardCharsets.ISO_8859_1), Reason.ENCODING);
        byte[] gb = "<?xml version='1.0' encoding='GB18030'?><a><b>XX</b></a>".getBytes(StandardCharsets.US_ASCII);
        gb[gb.length - 10] = (byte) 0xFF;
        refused(gb, Reason.ENCODING);
        refused(
                "<?xml version='1.0' encoding='UTF-8'?><a><b>老</b></a>".getBytes(Charset.forName("GB18030")),
                Reason.ENCODING);
    }

    @Test
    void depthNamesAndNumbersOfAttributesAreBounded() {
        refused("<a>" + "<z>".repeat(100) + "</z>".repeat(100) + "</a>", Reason.LIMIT);
        refused("<a><" + "z".repeat(300) + "/></a>", Reason.LIMIT);
        StringBuilder attributes = new StringBuilder("<a><z");
        for (int i = 0; i < 300; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        refused(attributes + "/></a>", Reason.LIMIT);
    }

    @Test
    void aRowThatIsHeldBackIsBounded() {
        XmlFilterBuilder builder = XmlFilters.builder(Map.of(), "a.p[].b", "a.p[].ok");
        builder.require("a.p[].ok", "y"::equals);
        String answer = "<a><p><b>" + "x".repeat(5 * 1024 * 1024) + "</b><ok>y</ok></p></a>";

        assertThatThrownBy(() -> XmlFilters.filter(builder.build(), answer))
                .isInstanceOfSatisfying(
                        Unfilterable.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT));
    }

    @Test
    void theRefusalNeverQuotesTheAnswer() {
        assertThatThrownBy(() -> XmlFilters.filter(FILTER, "<a><b>420682199001011234</b><b/></a>"))
                .isInstanceOf(Unfilterable.class)
                .hasNoCause()
                .message()
                .doesNotContain("420682");
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
    void pathsThatContradictOneAnotherOrNameNothingCannotBeDeclared() {
        Map<String, FilterBuilder.Problem> bad = Map.of(
                "a.b.c", FilterBuilder.Problem.CONFLICTING_PATH,
                "a.b", FilterBuilder.Problem.DUPLICATE_PATH,
                "z.b", FilterBuilder.Problem.CONFLICTING_PATH,
                "a.p.x", FilterBuilder.Problem.CONFLICTING_PATH,
                "a[].b", FilterBuilder.Problem.MALFORMED_PATH,
                "a.q:b", FilterBuilder.Problem.MALFORMED_PATH,
                "a.@x.b", FilterBuilder.Problem.MALFORMED_PATH,
                "a.b[][]", FilterBuilder.Problem.MALFORMED_PATH,
                "", FilterBuilder.Problem.MALFORMED_PATH,
                "a.<b>", FilterBuilder.Problem.MALFORMED_PATH);
        bad.forEach((path, problem) -> {
            XmlFilterBuilder builder = XmlFilters.builder(Map.of(), "a.b", "a.p[].c");
            assertThat(builder.add(XmlFilters.leaf(path, 9))).as(path).isEqualTo(problem);
        });
        assertThat(XmlFilterBuilder.valid("xml", "urn:x")).isFalse();
        assertThat(XmlFilterBuilder.valid("xsi", "urn:x")).isFalse();
        assertThat(XmlFilterBuilder.valid("a b", "urn:x")).isFalse();
        assertThat(XmlFilterBuilder.valid("p", "urn: x")).isFalse();
        assertThat(XmlFilterBuilder.valid("p", "urn:x")).isTrue();
    }
}
