package cn.laohekou.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a start says about the first set-up, as the hub's run file states it. */
final class SetupNotice {

    /** The administrators' roles, whose powers no person may unite. */
    static final List<String> ROLES = List.of("system-administrator", "security-administrator", "audit-administrator");

    private SetupNotice() {}

    /**
     * The lines to show on standard error; the code is among them only when the hub took it.
     *
     * @param setup member {@code setup} of the run file
     * @param code the code this start offered
     * @param environment where the realm's address stands
     */
    static List<String> lines(JsonNode setup, SetupCode code, Map<String, String> environment) {
        String until = setup.path("until").asText();
        return switch (setup.path("state").asText()) {
            case "OPENED" -> opened(code, until, environment);
            case "OPEN_ALREADY" ->
                List.of("此前启动时打印的设置码在 " + until + " 前仍有效，不再打印新码。"
                        + " The set-up code an earlier start printed is good until then; no new one is printed.");
            case "SECRET_MISSING" ->
                List.of("管理员尚未设置：请用 HUB_KEYCLOAK_SETUP_SECRET_FILE 指定客户端 hub-setup 的密钥文件后重新启动，"
                        + "或在认证中心直接授予三个管理员角色。 No administrators were set up: name the secret file of client"
                        + " hub-setup with HUB_KEYCLOAK_SETUP_SECRET_FILE and start again, or give the three"
                        + " administrators' roles in the realm itself.");
            default -> List.of();
        };
    }

    private static List<String> opened(SetupCode code, String until, Map<String, String> environment) {
        List<String> lines = new ArrayList<>();
        lines.add("首次设置：三名不同人员在 " + until + " 前各执行一条命令，成为三个管理员（设置码只显示这一次）："
                + " First set-up: three different persons run one command each before then; the code is shown once:");
        String endpoint = environment.getOrDefault("HUB_KEYCLOAK_URL", "") + "/realms/"
                + environment.getOrDefault("HUB_KEYCLOAK_REALM", "laohekou") + "/protocol/openid-connect/token";
        for (String role : ROLES) {
            lines.add("  deploy/hub setup --code " + code.text() + " --role " + role + " --token-endpoint " + endpoint
                    + " --user USER");
        }
        return lines;
    }
}
