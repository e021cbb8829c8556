package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers in XML and tables, rows, pseudonyms and marks, on the packaged hub. */
@ExtendWith(SharedSandbox.class)
class ReleaseFormsTest {

    private static final String SYSTEM = "city-operation-centre";

    private static HubProcess hub;
    private static Client client;
    private static Office office;
    private static String token;

    @BeforeAll
    static void register() throws Exception {
        hub = SharedSandbox.hub();
        client = new Client(hub.announced());
        office = new Office(hub);
        token = client.systemToken(SYSTEM);
        office.resource("towns-xml", """
                {"title": "乡镇（XML）", "connector": "civil-affairs-address", "sharing": "UNCONDITIONAL", "level": 1,
                 "operations": [{"name": "towns", "method": "GET", "path": "towns", "counterpartPath": "towns.xml",
                   "answer": "XML", "namespaces": {"t": "http://mz.laohekou.gov.cn/address"}}],
                 "fields": [{"name": "code", "path": "t:towns.t:town[].@code"},
                            {"name": "name", "path": "t:towns.t:town[].t:name"}]}
                """);
        office.resource("towns-table", """
                {"title": "乡镇（表）", "connector": "civil-affairs-address", "sharing": "UNCONDITIONAL", "level": 1,
                 "operations": [{"name": "towns", "method": "GET", "path": "towns", "counterpartPath": "towns.csv",
                   "answer": "CSV"},
                  {"name": "towns-mislabelled", "method": "GET", "path": "mislabelled", "counterpartPath": "towns.xml",
                   "answer": "CSV"}],
                 "fields": [{"name": "code", "path": "code"}, {"name": "name", "path": "name"}]}
                """);
        office.grant("towns-xml", grant("towns-xml", "\"towns\"", "", ""));
        office.grant(
                "towns-table",
                grant(
                        "towns-table",
                        "\"towns\", \"towns-mislabelled\"",
                        ", \"masks\": {\"code\": \"pseudonym\"}",
                        ", \"conditions\": {\"watermark\": {\"fields\": [\"name\"]},"
                                + " \"rows\": [{\"field\": \"code\", \"startsWith\": [\"4206821\"]}]}"));
    }

    @Test
    void xmlInAnOlderEncodingIsReleasedAsXmlWithItsGrantedPartsOnly() throws Exception {
        HttpResponse<String> answer = call("towns-xml/towns");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/xml;charset=UTF-8");
        assertThat(answer.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                        + "<t:towns xmlns:t=\"http://mz.laohekou.gov.cn/address\"><t:town code=\"420682")
                .contains("<t:name>孟楼镇</t:name></t:town>")
                .endsWith("</t:towns>")
                .doesNotContain("t:code", "CDATA", "导出");
    }

    @Test
    void aTableKeepsItsGrantedRowsAndNamesItsConsumerWhenItLeaks() throws Exception {
        HttpResponse<String> answer = call("towns-table/towns");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(answer.body())
                .matches("(?s)code,name\r\n(p1\\.[A-Za-z0-9_-]{22},[^,]+\r\n)+")
                .doesNotContain("4206");
        List<String> leaked = new ArrayList<>(Pattern.compile(",([^,\r\n]+)\r\n")
                .matcher(answer.body())
                .results()
                .skip(1)
                .map((MatchResult match) -> match.group(1))
                .toList());
        assertThat(leaked).hasSizeGreaterThan(3).anyMatch(name -> name.startsWith("孟楼镇\u200B") || name.length() > 3);

        JsonNode report = trace(Office.AUDIT, leaked.subList(0, 4), 200);
        JsonNode first = report.get("suspects").get(0);
        assertThat(first.get("system").asText()).isEqualTo(SYSTEM);
        assertThat(first.get("named").asBoolean()).isTrue();
        assertThat(first.get("confidence").asDouble()).isGreaterThan(0.9999);
        assertThat(trace(Office.AUDIT, List.of("孟楼镇", "竹林桥镇"), 200).get("suspects"))
                .isEmpty();
        trace(Office.CONSUMER, leaked.subList(0, 4), 403);
    }

    @Test
    void anAnswerOfAnotherFormatThanDeclaredIsNotReleased() throws Exception {
        HttpResponse<String> answer = call("towns-table/mislabelled");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(Client.json(answer).get("code").asText()).isEqualTo("ANSWER_UNFILTERABLE");
    }

    private static JsonNode trace(String user, List<String> values, int status) throws Exception {
        ObjectNode body = new ObjectMapper()
                .createObjectNode()
                .put("resource", "towns-table")
                .put("field", "name");
        values.forEach(body.putArray("values")::add);
        HttpResponse<String> answer = office.as(user, "POST", "/watermarks/traces", body.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return Client.json(answer);
    }

    private static String grant(String resource, String operations, String masks, String conditions) {
        return """
                {"system": "city-operation-centre", "resource": "%s", "operations": [%s],
                 "purposes": ["grid-dispatch"], "fields": ["code", "name"]%s%s,
                 "validFrom": "2026-01-01T00:00:00+08:00", "validUntil": "2036-01-01T00:00:00+08:00", "reason": "派单"}
                """.formatted(resource, operations, masks, conditions);
    }

    private static HttpResponse<String> call(String path) throws IOException, InterruptedException {
        return client.send("GET", hub.hub() + "/exchange/" + path, token, "", "Hub-Purpose", "grid-dispatch");
    }
}
