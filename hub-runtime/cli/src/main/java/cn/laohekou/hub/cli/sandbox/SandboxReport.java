package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestKind;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;

/**
 * What a new user needs to know about the running sandbox.
 *
 * @param hub base address of data plane and management API
 * @param management base address of health and metrics
 * @param tokenEndpoint where tokens are issued
 * @param systems demo systems with their secrets
 * @param people demo accounts with their passwords
 * @param manifests what is registered
 */
public record SandboxReport(
        URI hub,
        URI management,
        URI tokenEndpoint,
        List<DemoSystem> systems,
        List<DemoPerson> people,
        List<Manifest> manifests) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SYSTEM = "city-operation-centre";
    private static final String VILLAGES = "/exchange/standard-address/villages?town=420682100";

    /**
     * A call to try.
     *
     * @param kind {@code granted} or {@code refused}
     * @param system calling system
     * @param purpose stated purpose
     * @param url address called with GET
     * @param expect status code of the answer
     */
    record Example(String kind, String system, String purpose, URI url, int expect) {}

    Example granted() {
        return new Example("granted", SYSTEM, "grid-dispatch", hub.resolve(VILLAGES), 200);
    }

    /** The grant does not cover this purpose. */
    Example refused() {
        return new Example("refused", SYSTEM, "resident-service", hub.resolve(VILLAGES), 403);
    }

    DemoSystem system(String id) throws CommandFailed {
        return systems.stream()
                .filter(system -> system.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new CommandFailed("没有演示系统 " + id + "。 There is no such demo system."));
    }

    /** One JSON object on one line. */
    public String json() {
        ObjectNode report = JSON.createObjectNode()
                .put("hub", hub.toString())
                .put("management", management.toString())
                .put("tokenEndpoint", tokenEndpoint.toString());
        ArrayNode systemList = report.putArray("systems");
        systems.forEach(system -> systemList
                .addObject()
                .put("id", system.id())
                .put("secret", system.secret())
                .put("department", system.department()));
        ArrayNode personList = report.putArray("people");
        people.forEach(person -> {
            ObjectNode entry = personList.addObject().put("user", person.user()).put("password", person.password());
            person.roles().forEach(entry.putArray("roles")::add);
            entry.put("securityKeyFile", person.keyFile().toString());
        });
        ArrayNode resourceList = report.putArray("resources");
        manifests.stream()
                .filter(manifest -> manifest.kind() == ManifestKind.RESOURCE)
                .forEach(manifest -> resourceList
                        .addObject()
                        .put("name", manifest.name())
                        .put("title", manifest.spec().path("title").asText()));
        ArrayNode exampleList = report.putArray("examples");
        List.of(granted(), refused())
                .forEach(example -> exampleList
                        .addObject()
                        .put("kind", example.kind())
                        .put("system", example.system())
                        .put("purpose", example.purpose())
                        .put("url", example.url().toString())
                        .put("expect", example.expect()));
        return report.toString();
    }

    /** Where things are, without any secret: for later commands on the same home. */
    public String addresses() {
        return JSON.createObjectNode()
                .put("hub", hub.toString())
                .put("management", management.toString())
                .put("tokenEndpoint", tokenEndpoint.toString())
                .toString();
    }

    /** The same for people, with three commands to paste. */
    public String text() throws CommandFailed {
        StringBuilder text = new StringBuilder();
        line(text, "");
        line(text, "沙箱已就绪，按 Ctrl-C 停止。 The sandbox is ready; Ctrl-C stops it.");
        line(text, "");
        line(text, "  枢纽 hub               " + hub);
        line(text, "  健康与指标 management  " + management);
        line(text, "  令牌 token endpoint    " + tokenEndpoint);
        line(text, "");
        line(text, "演示账号 demo accounts:");
        for (DemoPerson person : people) {
            line(
                    text,
                    String.format(
                            "  %-20s %s  %s", person.user(), person.password(), String.join(",", person.roles())));
        }
        line(text, "审批另需第二因素，命令行会代为完成 approvals take a second factor; the command line uses it by itself:");
        line(text, "  deploy/hub token --step-up --user anquan-guanliyuan");
        DemoSystem system = system(SYSTEM);
        line(text, "");
        line(text, "1. 取令牌 get a token:");
        line(
                text,
                "TOKEN=$(curl -s -d grant_type=client_credentials -d client_id=" + system.id() + " -d client_secret="
                        + system.secret() + " " + tokenEndpoint
                        + " | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')");
        line(text, "");
        line(text, "2. 已授权的调用：孟楼镇的村 a call that is granted:");
        line(text, curl(granted()));
        line(text, "");
        line(text, "3. 被拒绝的调用：授权不含此用途 a call that is refused, for another purpose:");
        line(text, curl(refused()));
        return text.toString();
    }

    @Override
    public String toString() {
        return "SandboxReport[" + hub + "]";
    }

    private static String curl(Example example) {
        return "curl -s -H \"Authorization: Bearer $TOKEN\" -H 'Hub-Purpose: " + example.purpose() + "' '"
                + example.url() + "'";
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
