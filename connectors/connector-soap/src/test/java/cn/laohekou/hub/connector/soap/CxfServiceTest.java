package cn.laohekou.hub.connector.soap;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against services made with Apache CXF, as many of a city's are. */
class CxfServiceTest {

    private static final People PEOPLE = new People();
    private static final String PERSON = """
            {"person":{"version":3,"name":"王孟楼 <&> \\"","household":9007199254740993,\
            "income":12345678901234567890.10,"married":true,"score":null,"born":"1950-01-30",\
            "phones":["13900000000"],"spouse":null,"office":"镇长"}}""";

    private static Counterparts counterparts;
    private static SoapFixture hub;
    private static String soap11;
    private static String soap12;
    private static String rpc;

    @BeforeAll
    static void start() {
        counterparts = new Counterparts();
        hub = new SoapFixture();
        soap11 = counterparts.start(PEOPLE, "", List.of());
        soap12 = counterparts.start(PEOPLE, Counterparts.SOAP12, List.of());
        rpc = counterparts.start(new Sums(), "", List.of());
    }

    @AfterAll
    static void stop() {
        hub.close();
        counterparts.close();
    }

    @Test
    void aModernConsumerAsksAServiceOf2008InJson() throws Exception {
        String answer = hub.call(
                producer(soap11), "find", "{\"query\":{\"year\":2026,\"idNumber\":\"42\",\"purposes\":[\"a\",\"b\"]}}");

        assertThat(answer).isEqualTo(PERSON);
        assertThat(PEOPLE.asked.idNumber).isEqualTo("42");
        assertThat(PEOPLE.asked.year).isEqualTo(2026);
        assertThat(PEOPLE.asked.purposes).containsExactly("a", "b");
        assertThat(hub.guarded).isNotEmpty().allMatch(asked -> asked.startsWith("civil-affairs 127.0.0.1:"));
    }

    @Test
    void soap12IsSpokenWhereTheWsdlSaysSo() throws Exception {
        assertThat(hub.call(producer(soap12), "find", "{\"query\":{\"idNumber\":\"42\"}}"))
                .isEqualTo(PERSON);
    }

    @Test
    void rpcStyleIsSpokenWhereTheWsdlSaysSo() throws Exception {
        assertThat(hub.call(producer(rpc), "add", "{\"a\":40,\"b\":2}")).isEqualTo("{\"sum\":42}");
    }

    @Test
    void aFaultBecomesACodeAndNothingOfItsTextGetsOut() throws Exception {
        for (Map.Entry<String, String> version :
                Map.of(soap11, "client", soap12, "sender").entrySet()) {
            String address = version.getKey();
            ConnectorFault server = hub.fault(producer(address), "find", "{\"query\":{\"idNumber\":\"server\"}}");
            assertThat(server.code()).isEqualTo(FaultCode.COUNTERPART_FAILED);
            assertThat(server.getMessage()).doesNotContain("s3cr3t").doesNotContain("420682");

            ConnectorFault client =
                    hub.fault(producer(address), "find", "{\"query\":{\"idNumber\":\"" + version.getValue() + "\"}}");
            assertThat(client.code()).isEqualTo(FaultCode.COUNTERPART_REFUSED);
            assertThat(client.getMessage()).doesNotContain("s3cr3t").doesNotContain("420682");
        }
    }

    @Test
    void binaryValuesTravelAsAttachmentsBothWays() throws Exception {
        byte[] photo = new byte[70_000];
        new java.util.Random(7).nextBytes(photo);
        String base64 = Base64.getEncoder().encodeToString(photo);
        for (AsyncProducer producer :
                List.of(producer(soap11, "mtom", true), producer(soap12, "mtom", true), producer(soap11))) {
            PEOPLE.stored = null;
            assertThat(hub.call(producer, "store", "{\"photo\":\"" + base64 + "\"}"))
                    .isEqualTo("{\"size\":70000}");
            assertThat(PEOPLE.stored).isEqualTo(photo);
        }
        assertThat(hub.call(producer(soap11), "photo", "{\"size\":40000}"))
                .isEqualTo("{\"photo\":\"" + Base64.getEncoder().encodeToString(new byte[40_000]) + "\"}");
    }

    @Test
    void anAttachmentOverTheLimitIsCutOff() throws Exception {
        assertThat(hub.code(producer(soap11, "maxAnswerBytes", 10_000L), "photo", "{\"size\":40000}"))
                .isEqualTo(FaultCode.COUNTERPART_OVERSIZED);
    }

    @Test
    void whatDoesNotFitTheWsdlIsNotSent() throws Exception {
        PEOPLE.asked = null;
        AsyncProducer producer = producer(soap11);
        for (Map.Entry<String, String> unfit : Map.of(
                        "{\"query\":{}}", "idNumber",
                        "{\"query\":{\"idNumber\":\"1\",\"year\":\"x\"}}", "year",
                        "{\"query\":{\"idNumber\":\"1\",\"other\":\"x\"}}", "other",
                        "{\"query\":{\"idNumber\":{}}}", "idNumber",
                        "{\"query\":{\"idNumber\":\"\\u0000\"}}", "idNumber",
                        "{\"query\":[1]}", "query",
                        "[]", "JSON",
                        "{\"query\":1,\"query\":2}", "JSON")
                .entrySet()) {
            ConnectorFault fault = hub.fault(producer, "find", unfit.getKey());
            assertThat(fault.code()).as(unfit.getKey()).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
            assertThat(fault.getMessage()).contains(unfit.getValue());
        }
        assertThat(hub.code(producer, "delete", "{}")).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(PEOPLE.asked).isNull();
    }

    private static AsyncProducer producer(String address, Object... more) throws Exception {
        return hub.producer(address, Counterparts.wsdl(address), more);
    }
}
