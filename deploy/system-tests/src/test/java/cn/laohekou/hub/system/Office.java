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
        return client.send(method, hub.hub() + "/api/v1" + path, client.tokenOf(user), body);
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
        done(SECURITY, "POST", kind + "/" + name + "/approve", "{}");
    }
}
