package cn.laohekou.hub.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.api.Tokens;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.LeftOver;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeycloakServerTest {

    private static final String REALM = """
            {"realm": "small", "enabled": true, "clients": [
              {"clientId": "a-system", "secret": "${A_SECRET}", "serviceAccountsEnabled": true,
               "publicClient": false, "standardFlowEnabled": false}]}""";

    @TempDir
    Path home;

    private final Progress progress = new Progress(new PrintStream(System.err, true, StandardCharsets.UTF_8));

    @Test
    void aServerThatOutlivedItsLauncherIsReplacedAndItsStateFoundAgain() throws Exception {
        KeycloakServer first = start();
        String token = new Tokens(first.tokenEndpoint("small")).system("a-system", "a-secret-of-the-test");
        assertThat(payload(token)).contains("\"azp\":\"a-system\"");
        assertThat(first.url().getHost()).isEqualTo("127.0.0.1");
        ProcessHandle leftOver = process();

        KeycloakServer second = start();

        assertThat(leftOver.isAlive()).isFalse();
        assertThat(new Tokens(second.tokenEndpoint("small")).system("a-system", "a-secret-of-the-test"))
                .isNotBlank();
        assertThatThrownBy(() -> new Tokens(second.tokenEndpoint("small")).system("a-system", "wrong"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageNotContaining("wrong");
        assertThat(new HubApi(second.url(), "none").get("/realms/absent").status())
                .isEqualTo(404);

        second.close();
        assertThat(second.isAlive()).isFalse();
        assertThat(KeycloakServer.stopLeftOver(home)).isFalse();
    }

    private KeycloakServer start() throws CannotStart {
        Path distribution = KeycloakDistribution.in(Path.of("target/keycloak"));
        return KeycloakServer.start(
                new KeycloakServer.Settings(distribution, home, REALM, Map.of("A_SECRET", "a-secret-of-the-test"), 0),
                progress);
    }

    private ProcessHandle process() {
        return LeftOver.find(home.resolve("run/keycloak.pid"), home.toString()).orElseThrow();
    }

    private static String payload(String token) {
        return new String(
                Base64.getUrlDecoder().decode(List.of(token.split("\\.", -1)).get(1)), StandardCharsets.UTF_8);
    }
}
