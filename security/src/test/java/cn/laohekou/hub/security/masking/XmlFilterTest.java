package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlFilterTest {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    @Test
    void exactlyTheGrantedElementsAndAttributesAreReleasedAtAnyDepth() throws Unfilterable {
        XmlFilter filter = XmlFilters.of(
                "answer.total|INTEGER", "answer.person[].@no", "answer.person[].name", "answer.person[].home.street");

        String filtered = XmlFilters.filter(filter, """
                <answer secret="s" xmlns:x="urn:x"><total> 2 </total><took>1</took><!-- note --><?php echo 1 ?>
                 <person no="1" x:no="9" idNumber="420682"><name>甲</name><home><street>东街</street><door>3</door></home></person>
                 text <person><x:name>z</x:name><name>乙</name><home/></person></answer>""");

        assertThat(filtered)
                .isEqualTo(
                        HEAD + "<answer><total>2</total><person no=\"1\"><name>甲</name><home><street>东街</street></home>"
                                + "</person><person><name>乙</name><home></home></person></answer>");
    }

    @Test
    void namesAreComparedByNamespaceNotByPrefix() throws Unfilterable {
        XmlFilter filter = XmlFilters.builder(
                        Map.of("soap", "http://schemas.xmlsoap.org/soap/envelope/", "p", "urn:person"),
                        "soap:Envelope.soap:Body.p:person[].p:name",
                        "soap:Envelope.soap:Body.p:person[].@p:no")
                .build();

        String filtered = XmlFilters.filter(filter, """
                <S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header>x</S:Header><S:Body>\
                <person xmlns="urn:person" xmlns:q="urn:person" q:no="1" no="2"><name>甲</name></person>\
                <p:person xmlns:p="urn:other"><p:name>乙</p:name></p:person><person><name>丙</name></person></S:Body></S:Envelope>""");

        assertThat(filtered)
                .isEqualTo(HEAD + "<soap:Envelope xmlns:p=\"urn:person\""
                        + " xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                        + "<p:person p:no=\"1\"><p:name>甲</p:name></p:person></soap:Body></soap:Envelope>");
    }

    @Test
    void characterDataOfAnyFormIsReleasedAsEscapedText() throws Unfilterable {
        XmlFilter filter = XmlFilters.of("a.b", "a.@c");

        String filtered = XmlFilters.filter(
                filter,
                "<a c='&quot;&#10;&lt;x'><b><![CDATA[<script>]]>&amp;<!-- c -->&#x8001;]]&gt;<![CDATA[&lt;]]></b></a>");

        assertThat(filtered)
                .isEqualTo(HEAD + "<a c=\"&quot;&#10;&lt;x\"><b>&lt;script&gt;&amp;老]]&gt;&amp;lt;</b></a>");
    }

    @Test
    void masksAndTypesApplyToElementsAndAttributes() throws Unfilterable {
        XmlFilter filter = XmlFilters.of(
                "a.p[].@phone|TEXT|cover:3,4",
                "a.p[].name|TEXT|name",
                "a.p[].lon|NUMBER|round:2",
                "a.p[].age|INTEGER|band:10",
                "a.p[].ok|BOOLEAN",
                "a.p[].born|DATE|truncate:4",
                "a.p[].gone|TEXT|remove");

        assertThat(XmlFilters.filter(filter, """
                        <a><p phone="13800138000"><name>王小明</name><lon> +111.675634</lon><age>37</age><ok>1</ok>\
                        <born> 1990-01-02 </born><gone>x</gone></p><p><age/><lon>  </lon></p></a>""")).isEqualTo(HEAD + """
                        <a><p phone="138****8000"><name>王**</name><lon>111.68</lon><age>30</age><ok>1</ok>\
                        <born>1990</born></p><p><age></age><lon></lon></p></a>""");
    }

    @Test
    void aLeafMayHaveAttributesAndANilElementStaysNil() throws Unfilterable {
        XmlFilter filter = XmlFilters.of("a.pay|NUMBER", "a.pay.@currency");

        assertThat(XmlFilters.filter(filter, "<a><pay currency='CNY'>12.50</pay></a>"))
                .isEqualTo(HEAD + "<a><pay currency=\"CNY\">12.50</pay></a>");
        assertThat(XmlFilters.filter(
                        filter,
                        "<a><pay xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:nil='true' currency='x'/></a>"))
                .isEqualTo(HEAD + "<a><pay currency=\"x\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:nil=\"true\"></pay></a>");
    }

    @Test
    void rowsThatFailTheirConditionLeaveNothingBehind() throws Unfilterable {
        XmlFilterBuilder builder = XmlFilters.builder(
                Map.of(), "a.total", "a.p[].name", "-a.p[].@town", "-!a.p[].id", "a.p[].c[].n|INTEGER");
        builder.require("a.p[].@town", "420682"::equals);
        builder.require("a.p[].c[].n", n -> !n.equals("2"));
        DistinctSubjects subjects = new DistinctSubjects();

        String filtered =
                XmlFilters.filter(builder.build(), """
                <a><total>3</total><p town="420682"><name>甲</name><id>A</id><c><n>1</n></c><c><n>2</n></c></p>\
                <p town="420600"><name>乙</name><id>B</id><c><n>1</n></c></p><p><name>丙</name><id>C</id></p></a>""".getBytes(StandardCharsets.UTF_8), Release.of(subjects));

        assertThat(filtered).isEqualTo(HEAD + "<a><total>3</total><p><name>甲</name><c><n>1</n></c></p></a>");
        assertThat(subjects.identifiers()).containsExactly("A");
    }

    @Test
    void anAnswerThatFailsItsConditionBecomesAnEmptyRoot() throws Unfilterable {
        XmlFilterBuilder builder = XmlFilters.builder(Map.of("n", "urn:n"), "n:a.town", "n:a.name");
        builder.require("n:a.town", "x"::equals);
        XmlFilter filter = builder.build();

        assertThat(XmlFilters.filter(filter, "<a xmlns='urn:n'><town xmlns=''>y</town><name xmlns=''>z</name></a>"))
                .isEqualTo(HEAD + "<n:a xmlns:n=\"urn:n\"/>");
        assertThat(XmlFilters.filter(filter, "<a xmlns='urn:n'><name xmlns=''>z</name><town xmlns=''>x</town></a>"))
                .isEqualTo(HEAD + "<n:a xmlns:n=\"urn:n\"><name>z</name><town>x</town></n:a>");
    }

    @Test
    void eachReleasedValueIsToldAsItStandsInTheAnswer() throws Unfilterable {
        XmlFilterBuilder builder = XmlFilters.builder(Map.of(), "a.p[].@no", "a.p[].name", "a.t|INTEGER", "-a.p[].ok");
        builder.require("a.p[].ok", "y"::equals);

        List<String> told = XmlFilters.told(
                builder.build(), "<a><t/><p no='1&lt;'><name>甲&amp;乙</name><ok>y</ok></p><p no='2'><ok>n</ok></p></a>");

        assertThat(told).containsExactly("2=", "0=1&lt;", "1=甲&amp;乙");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, ''",
        "UTF-8, UTF-8",
        "UTF-8, utf-8",
        "GB18030, GB18030",
        "GB18030, gbk",
        "GB18030, GB2312",
        "UTF-16, UTF-16",
        "UTF-16, ''",
        "UTF-16LE-BOM, UTF-16",
        "UTF-8-BOM, UTF-8",
        "UTF-8-BOM, ''"
    })
    void everyAcceptedEncodingIsReleasedAsUtf8(String encoding, String declared) throws Unfilterable {
        String declaration = declared.isEmpty() ? "" : "<?xml version='1.0' encoding='" + declared + "' ?>\n";
        String answer = declaration + "<a><b>老河口</b><c>秘</c></a>";
        byte[] bytes =
                switch (encoding) {
                    case "UTF-8-BOM" -> ("\uFEFF" + answer).getBytes(StandardCharsets.UTF_8);
                    case "UTF-16LE-BOM" -> ("\uFEFF" + answer).getBytes(StandardCharsets.UTF_16LE);
                    default -> answer.getBytes(Charset.forName(encoding));
                };

        assertThat(XmlFilters.filter(XmlFilters.of("a.b"), bytes)).isEqualTo(HEAD + "<a><b>老河口</b></a>");
    }
}
