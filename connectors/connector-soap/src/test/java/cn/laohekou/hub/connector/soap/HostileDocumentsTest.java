package cn.laohekou.hub.connector.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are meant to hurt: none of them gets a file, an address or more memory than its size. */
class HostileDocumentsTest {

    private static final String WSDL =
            """
            <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
                xmlns:t="urn:t" targetNamespace="urn:t">
              <types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t">
                IMPORT
                <element name="ask"><complexType><sequence/></complexType></element>
                <element name="tell"><complexType><sequence>
                  <element name="a" type="string" minOccurs="0"/>
                  <element name="n" type="integer" minOccurs="0"/>
                  <element name="b" type="base64Binary" minOccurs="0"/>
                  <element name="again" type="t:loop" minOccurs="0"/>
                </sequence></complexType></element>
                <complexType name="loop"><sequence><element name="again" type="t:loop" minOccurs="0"/></sequence></complexType>
              </schema></types>
              <message name="in"><part name="p" element="t:ask"/></message>
              <message name="out"><part name="p" element="t:tell"/></message>
              <portType name="pt"><operation name="ask"><input message="t:in"/><output message="t:out"/></operation></portType>
              <binding name="b" type="t:pt"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
                <operation name="ask"><s:operation soapAction="ACTION"/>
                  <input><s:body use="USE"/></input><output><s:body use="USE"/></output></operation></binding>
              <service name="s"><port name="p" binding="t:b"><s:address location="http://x.test/"/></port></service>
            </definitions>
            """.replace("USE", "literal").replace("ACTION", "urn:a").replace("IMPORT", "");

    private static SoapService service;

    @BeforeAll
    static void read() throws Exception {
        service = WsdlReader.read(WSDL, Map.of(), "");
    }

    @Test
    void anAnswerThatIsFineIsRead() throws Exception {
        assertThat(answer("<t:tell xmlns:t='urn:t'><a>x</a><new/></t:tell>")).isEqualTo("{\"a\":\"x\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
                "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>"
            })
    void aDocumentTypeIsRefusedInAnswersWsdlsAndImports(String doctype) {
        String envelope = doctype + envelope("<t:tell xmlns:t='urn:t'><a>&x;</a></t:tell>");
        assertThatThrownBy(() -> answerOf(envelope.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ConnectorFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.COUNTERPART_BAD_ANSWER));
        assertMisconfigured("DOCTYPE", doctype + WSDL, Map.of());
        assertMisconfigured("DOCTYPE", WSDL, Map.of("a.xsd", doctype + "<a/>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "http://169.254.169.254/latest", "types.xsd"})
    void whatADocumentImportsIsNeverFetched(String location) {
        String schema = "<import namespace='urn:o' schemaLocation='" + location + "'/>";
        assertMisconfigured(
                "schemas", WSDL.replace("<element name=\"ask\">", schema + "<element name=\"ask\">"), Map.of());
        String wsdl = "<import namespace='urn:o' location='" + location + "'/><types>";
        assertMisconfigured("schemas", WSDL.replace("<types>", wsdl), Map.of());
    }

    @Test
    void anImportThatWasGivenIsRead() throws Exception {
        String importing = WSDL.replace(
                        "<element name=\"ask\">",
                        "<import namespace='urn:o' schemaLocation='types.xsd'/><element name=\"ask\">")
                .replace("name=\"a\" type=\"string\"", "name=\"a\" type=\"o:code\"")
                .replace("xmlns:t=\"urn:t\"", "xmlns:t=\"urn:t\" xmlns:o=\"urn:o\"");
        String types = "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:o'>"
                + "<simpleType name='code'><restriction base='int'/></simpleType></schema>";

        SoapService read = WsdlReader.read(importing, Map.of("types.xsd", types), "");

        byte[] answer = envelope("<t:tell xmlns:t='urn:t'><a>007</a></t:tell>").getBytes(StandardCharsets.UTF_8);
        assertThat(new AnswerReader(read, new Attachments())
                        .read(answer, null, read.operation("ask"))
                        .toString())
                .isEqualTo("{\"a\":7}");
    }

    @Test
    void whatTheHubDoesNotSpeakIsRefusedWhenTheRouteStarts() {
        assertMisconfigured("literal", WSDL.replace("use=\"literal\"", "use=\"encoded\""), Map.of());
        assertMisconfigured("soapAction", WSDL.replace("urn:a", "a&#13;&#10;X: y"), Map.of());
        assertMisconfigured("WSDL", "<html/>", Map.of());
        assertMisconfigured("wsdl", "not XML", Map.of());
        assertMisconfigured("loop", WSDL.replace("<complexType name=\"loop\">", "<complexType name=\"x\">"), Map.of());
    }

    @Test
    void answersThatDoNotFitAreRefused() {
        List<String> bodies = List.of(
                "",
                "<other/>",
                "<tell/>",
                "<t:tell xmlns:t='urn:t'><a>x</a><a>y</a></t:tell>",
                "<t:tell xmlns:t='urn:t'><n>1e5</n></t:tell>",
                "<t:tell xmlns:t='urn:t'><n>" + "9".repeat(1000) + "</n></t:tell>",
                "<t:tell xmlns:t='urn:t'><a><b/></a></t:tell>",
                "<t:tell xmlns:t='urn:t'>" + "<again>".repeat(100) + "</again>".repeat(100) + "</t:tell>",
                "<t:tell xmlns:t='urn:t'><b><x:Include xmlns:x='" + Attachments.XOP
                        + "' href='cid:none'/></b></t:tell>",
                "<t:tell xmlns:t='urn:t'><b><x:Include xmlns:x='" + Attachments.XOP
                        + "' href='file:///etc/passwd'/></b></t:tell>");
        for (String body : bodies) {
            assertThatThrownBy(() -> answer(body))
                    .as(body)
                    .isInstanceOfSatisfying(
                            ConnectorFault.class,
                            fault -> assertThat(fault.code()).isEqualTo(FaultCode.COUNTERPART_BAD_ANSWER));
        }
    }

    @Test
    void onePartGivesItsBytesOnce() throws Exception {
        String text = "--b\r\nContent-ID: <r>\r\n\r\n<x/>\r\n--b\r\nContent-ID: <p>\r\n\r\nabc\r\n--b--\r\n";
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        Attachments attachments = Attachments.read(body, "multipart/related; boundary=b; start=\"<r>\"");

        assertThat(attachments.take("cid:p")).isEqualTo("YWJj");
        assertThatThrownBy(() -> attachments.take("cid:p")).isInstanceOf(ConnectorFault.class);
    }

    @Test
    void aFloodOfPartsIsRefused() {
        byte[] body = ("--b\r\n\r\nx\r\n".repeat(101) + "--b--\r\n").getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> Attachments.read(body, "multipart/related; boundary=b"))
                .isInstanceOf(ConnectorFault.class);
    }

    private static void assertMisconfigured(String says, String wsdl, Map<String, String> schemas) {
        assertThatThrownBy(() -> WsdlReader.read(wsdl, schemas, ""))
                .isInstanceOfSatisfying(
                        ConnectorFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED))
                .hasMessageContaining(says);
    }

    private static String answer(String body) throws ConnectorFault {
        return answerOf(envelope(body).getBytes(StandardCharsets.UTF_8));
    }

    private static String answerOf(byte[] xml) throws ConnectorFault {
        return new AnswerReader(service, new Attachments())
                .read(xml, null, service.operation("ask"))
                .toString();
    }

    private static String envelope(String body) {
        return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header><x/></s:Header><s:Body>"
                + body + "</s:Body></s:Envelope>";
    }
}
