package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A department changes a system's secret from the command line while the system keeps calling. */
@ExtendWith(SharedSandbox.class)
class SecretRotationTest {

    private static final String SYSTEM = "rotating-office";
    private static final String PATH = "/exchange/standard-address/towns";

    private final HubProcess hub = SharedSandbox.hub();
    private final Client client = new Client(hub.announced());

    @TempDir
    private Path folder;

    @Test
    void dataKeepsFlowingWhileOldAndNewSecretCountSideBySideAndTheLastUseIsShown() throws Exception {
        Office office = new Office(hub);
        office.done(Office.CONSUMER, "POST", "/systems", "{\"id\": \"" + SYSTEM + "\", \"name\": \"轮换测试系统\"}");
        office.grant("rotating-office", """
                {"system": "rotating-office", "resource": "standard-address", "operations": ["towns"],
                 "purposes": ["grid-dispatch"], "fields": ["total"], "validFrom": "2026-01-01T00:00:00+08:00",
                 "validUntil": "2036-01-01T00:00:00+08:00", "reason": "口令轮换"}
                """);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        assertThat(clientId(rotate(first))).isEqualTo(SYSTEM);
        assertThat(call(SYSTEM, first)).isEqualTo(200);

        String said = rotate(second);

        assertThat(clientId(said)).isEqualTo(SYSTEM + ".2");
        assertThat(said)
                .contains("former client " + SYSTEM + ":")
                .doesNotContain(Files.readString(first), Files.readString(second));
        assertThat(Files.getPosixFilePermissions(second)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(call(SYSTEM, first)).as("the former secret").isEqualTo(200);
        assertThat(call(SYSTEM + ".2", second)).as("the new secret").isEqualTo(200);
        assertThat(run("list", 0)).containsPattern(SYSTEM + " +client-secret ").contains("former client " + SYSTEM);

        assertThat(run("rotate " + SYSTEM + " --secret-file " + second, 1))
                .as("a file that is there is not written over")
                .contains("cannot be created");
        Path third = folder.resolve("third");
        assertThat(clientId(run("rotate " + SYSTEM + " --overlap-days 0 --secret-file " + third, 0)))
                .isEqualTo(SYSTEM + ".2");
        assertThat(token(SYSTEM, first)).as("both ended at once").isEmpty();
        assertThat(token(SYSTEM + ".2", second)).isEmpty();
        assertThat(call(SYSTEM + ".2", third)).isEqualTo(200);
    }

    private String rotate(Path file) throws IOException, InterruptedException {
        return run("rotate " + SYSTEM + " --secret-file " + file, 0);
    }

    private static String clientId(String said) {
        Matcher found = Pattern.compile("client id: (\\S+)").matcher(said);
        assertThat(found.find()).as(said).isTrue();
        return found.group(1);
    }

    private String run(String arguments, int code) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(HubProcess.root().resolve("deploy/hub").toString(), "system"));
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("--user", Office.CONSUMER, "--hub", hub.hub()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HUB_HOME", SharedSandbox.home().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(code);
        return said;
    }

    private int call(String clientId, Path secret) throws IOException, InterruptedException {
        return client.send("GET", hub.hub() + PATH, token(clientId, secret), "", "Hub-Purpose", "grid-dispatch")
                .statusCode();
    }

    /** A token of a client; empty when it gets none. */
    private String token(String clientId, Path secret) throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + clientId + "&client_secret="
                + URLEncoder.encode(Files.readString(secret), StandardCharsets.UTF_8);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        hub.announced().get("tokenEndpoint").asText()))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200
                ? Client.json(answer).get("access_token").asText()
                : "";
    }
}
