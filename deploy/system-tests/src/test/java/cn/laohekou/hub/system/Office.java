package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;

/** The people of the sandbox at their work: who applies, who consents, who approves. */
final class Office {

    static final String PROVIDER = "minzheng-jingban";
    static final String CONSUMER = "chengyun-jingban";
    static final String SECURITY = "anquan-guanliyuan";
    static final String AUDIT = "shenji-guanliyuan";
    static final String SYSTEMS = "xitong-guanliyuan";
    static final String PROVIDER_DEPARTMENT = "11420682MB00001077";

    static final String AUTHORITY = "shuju-zhuguan";

    private static final String APPLICATION = """
            {"basis": "政务数据共享条例第二十条", "scenario": "系统测试", "scope": "测试人员", "method": "service-interface",
             "officeConsent": {"by": "王主任", "on": "2026-11-02"}}
            """;

    private static final String CATALOGUE = """
            {"format": "JSON", "updateFrequency": "DAILY", "sharingMethod": "SERVICE_INTERFACE", "category": "DEPARTMENT",
             "secrecy": "NONE", "useConditions": "仅用于所申请事项", "sharingScope": "全市", "sharingUses": "系统测试",
             "headConsent": {"by": "李局长", "on": "2026-10-20"},
             "secrecyAssessment": {"result": "不涉密", "on": "2026-10-18"},
             "personalInformationAssessment": {"result": "风险低", "on": "2026-10-18"}}
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubProcess hub;
    private final Client client;

    Office(HubProcess hub) {
        this.hub = hub;
        this.client = new Client(hub.announced());
    }

    /** Sends a management request as a person. */
    HttpResponse<String> as(String user, String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(method, hub.hub() + "/api/v1" + path, client.tokenOf(user), lawful(method, path, body));
    }

    /** What the law makes everybody state, for tests that are about something else. */
    private static String lawful(String method, String path, String body) throws IOException {
        boolean grant = path.equals("/grants") || path.equals("/applications");
        if (!method.equals("POST") || !(grant || path.equals("/resources"))) {
            return body;
        }
        if (JSON.readTree(body) instanceof ObjectNode document && document.get("spec") instanceof ObjectNode spec) {
            String member = grant ? "application" : "catalogue";
            if (!spec.has(member)) {
                spec.set(member, JSON.readTree(grant ? APPLICATION : CATALOGUE));
            }
            return document.toString();
        }
        return body;
    }

    /** Sends one that must succeed. */
    JsonNode done(String user, String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = as(user, method, path, body);
        assertThat(answer.statusCode())
                .as(user + " " + method + " " + path + ": " + answer.body())
                .isBetween(200, 299);
        return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
    }

    /** Registers a connector of the provider and has it approved. */
    void connector(String name, String spec) throws IOException, InterruptedException {
        register("/connectors", PROVIDER, name, spec);
        as(PROVIDER, "POST", "/connectors/" + name + "/probe", "");
        submitAndApprove("/connectors", PROVIDER, name);
    }

    /** Registers a resource of the provider and has it approved. */
    void resource(String name, String spec) throws IOException, InterruptedException {
        register("/resources", PROVIDER, name, spec);
        submitAndApprove("/resources", PROVIDER, name);
    }

    /** Has the consumer ask for a grant, the provider consent and the security administrator approve. */
    void grant(String name, String spec) throws IOException, InterruptedException {
        register("/grants", CONSUMER, name, spec);
        done(CONSUMER, "POST", "/grants/" + name + "/submit", "");
        done(PROVIDER, "POST", "/grants/" + name + "/consent", "");
        done(SECURITY, "POST", "/grants/" + name + "/approve", "{}");
    }

    private void register(String kind, String user, String name, String spec) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("name", name);
        body.set("spec", JSON.readTree(spec));
        done(user, "POST", kind, body.toString());
    }

    private void submitAndApprove(String kind, String user, String name) throws IOException, InterruptedException {
        done(user, "POST", kind + "/" + name + "/submit", "");
        if (kind.equals("/resources")) {
            done(AUTHORITY, "POST", kind + "/" + name + "/review", "");
        }
        done(SECURITY, "POST", kind + "/" + name + "/approve", "{}");
    }
}
