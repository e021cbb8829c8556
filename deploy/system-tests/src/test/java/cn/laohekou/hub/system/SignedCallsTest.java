package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Systems too old for tokens, on the packaged hub. The caller's side is written here anew, and answers are verified by
 * OpenSSL, so that nothing of the hub's own code proves itself.
 */
@ExtendWith(SharedSandbox.class)
class SignedCallsTest {

    private static final String SYSTEM = "city-operation-centre";
    private static final String PATH = "/exchange/signed-towns/towns";

    private static HubProcess hub;
    private static Office office;
    private static JsonNode secret;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @BeforeAll
    static void register() throws Exception {
        hub = SharedSandbox.hub();
        office = new Office(hub);
        office.resource("signed-towns", """
                {"title": "签名资源", "connector": "civil-affairs-address", "sharing": "UNCONDITIONAL", "level": 1,
                 "operations": [{"name": "towns", "method": "GET", "path": "towns"}],
                 "fields": [{"name": "total", "title": "条数", "path": "total", "type": "INTEGER"}]}
                """);
        office.grant("signed-towns", """
                {"system": "city-operation-centre", "resource": "signed-towns", "operations": ["towns"],
                 "purposes": ["grid-dispatch"], "fields": ["total"], "validFrom": "2026-01-01T00:00:00+08:00",
                 "validUntil": "2036-01-01T00:00:00+08:00", "reason": "老系统",
                 "conditions": {"signedRequest": ["message-signature", "header-convention"],
                                "signedAnswer": "sm2-sm3"}}
                """);
        secret = office.done(
                Office.CONSUMER,
                "POST",
                "/systems/" + SYSTEM + "/credentials",
                "{\"kind\": \"signature-secret\", \"algorithm\": \"hmac-sha256\", \"convention\": \"gjgxjhpt\"}");
    }

    private static byte[] hmac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static HttpResponse<String> get(String path, List<String> headers) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(hub.hub() + path))
                        .headers(headers.toArray(String[]::new))
                        .header("Hub-Purpose", "grid-dispatch")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> convention(JsonNode credential, String service, long time) throws Exception {
        String rid = credential.get("keyId").asText();
        String sign = base64(hmac(credential.get("secret").asText(), service + rid + time));
        return List.of(
                "gjgxjhpt_rid",
                rid,
                "gjgxjhpt_sid",
                service,
                "gjgxjhpt_rtime",
                Long.toString(time),
                "gjgxjhpt_sign",
                sign);
    }

    private static List<String> messageSignature(JsonNode credential, String path, long created) throws Exception {
        String parameters = "(\"@method\" \"@authority\" \"@path\" \"@query\" \"hub-purpose\");created=" + created
                + ";nonce=\"" + UUID.randomUUID() + "\";keyid=\""
                + credential.get("keyId").asText() + "\"";
        String base =
                "\"@method\": GET\n\"@authority\": " + URI.create(hub.hub()).getAuthority() + "\n\"@path\": " + path
                        + "\n\"@query\": ?\n\"hub-purpose\": grid-dispatch\n\"@signature-params\": " + parameters;
        String signature = base64(hmac(credential.get("secret").asText(), base));
        return List.of("Signature-Input", "a=" + parameters, "Signature", "a=:" + signature + ":");
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1000;
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Client.json(answer).get("code").asText()).isEqualTo(code);
    }

    @Test
    void theNationalConventionReachesTheSameGateAndIsGoodForOneCallOnly() throws Exception {
        List<String> headers = convention(secret, "signed-towns", System.currentTimeMillis());
        HttpResponse<String> first = get(PATH, headers);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(Client.json(first).has("total")).isTrue();

        assertRefused(get(PATH, headers), 401, "SIGNATURE_REPLAYED");
    }

    @Test
    void messageSignaturesReachTheSameGateAndAreGoodForOneCallOnly() throws Exception {
        List<String> headers = messageSignature(secret, PATH, seconds());
        HttpResponse<String> first = get(PATH, headers);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);

        assertRefused(get(PATH, headers), 401, "SIGNATURE_REPLAYED");
    }

    @Test
    void everyWayToGetASignatureWrongIsRefusedByItsName() throws Exception {
        long now = System.currentTimeMillis();
        assertRefused(get(PATH, convention(secret, "signed-towns", now - 660_000)), 401, "SIGNATURE_OUT_OF_WINDOW");
        assertRefused(get(PATH, convention(secret, "standard-address", now)), 401, "SIGNATURE_WRONG_SERVICE");
        List<String> changed = new ArrayList<>(convention(secret, "signed-towns", now + 1));
        changed.set(5, Long.toString(now + 2));
        assertRefused(get(PATH, changed), 401, "SIGNATURE_INVALID");
        List<String> unknown = new ArrayList<>(convention(secret, "signed-towns", now + 3));
        unknown.set(1, "nobody");
        assertRefused(get(PATH, unknown), 401, "SIGNATURE_KEY_UNKNOWN");
        assertRefused(
                get("/exchange/standard-address/towns", messageSignature(secret, PATH, seconds())),
                401,
                "SIGNATURE_INVALID");
        List<String> withDigest = new ArrayList<>(messageSignature(secret, PATH, seconds()));
        withDigest.set(3, "a=broken");
        assertRefused(get(PATH, withDigest), 401, "SIGNATURE_MALFORMED");
        assertRefused(get(PATH, List.of("Accept", "application/json")), 401, "TOKEN_MISSING");
    }

    @Test
    void aTokenAloneIsNotEnoughWhereTheGrantDemandsASignature() throws Exception {
        String token = new Client(hub.announced()).systemToken(SYSTEM);
        assertRefused(get(PATH, List.of("Authorization", "Bearer " + token)), 403, "SIGNATURE_REQUIRED");

        List<String> both = new ArrayList<>(messageSignature(secret, PATH, seconds()));
        both.addAll(List.of("Authorization", "Bearer " + token));
        assertThat(get(PATH, both).statusCode()).isEqualTo(200);
        String other = new Client(hub.announced()).systemToken("civil-affairs-window");
        List<String> mixed = new ArrayList<>(messageSignature(secret, PATH, seconds()));
        mixed.addAll(List.of("Authorization", "Bearer " + other));
        assertRefused(get(PATH, mixed), 401, "SIGNATURE_OTHER_SYSTEM");
    }

    @Test
    void aRevokedCredentialEndsBeforeTheAnswerToItsRevocation() throws Exception {
        JsonNode brief = office.done(
                Office.CONSUMER,
                "POST",
                "/systems/" + SYSTEM + "/credentials",
                "{\"kind\": \"signature-secret\", \"algorithm\": \"hmac-sha256\", \"validDays\": 1}");
        assertThat(get(PATH, messageSignature(brief, PATH, seconds())).statusCode())
                .isEqualTo(200);
        office.done(
                Office.SECURITY,
                "POST",
                "/systems/" + SYSTEM + "/credentials/" + brief.get("id").asText() + "/revoke",
                "");

        assertRefused(get(PATH, messageSignature(brief, PATH, seconds())), 401, "SIGNATURE_CREDENTIAL_ENDED");
        assertThat(get(PATH, messageSignature(secret, PATH, seconds())).statusCode())
                .as("the other credential counts on")
                .isEqualTo(200);
    }

    @Test
    void openSslVerifiesTheSignatureOfAnAnswerWithTheHubsPublicKey() throws Exception {
        HttpResponse<String> answer = get(PATH, messageSignature(secret, PATH, seconds()));
        String input = answer.headers().firstValue("Signature-Input").orElseThrow();
        Matcher key = Pattern.compile("keyid=\"([^\"]+)\"").matcher(input);
        assertThat(key.find()).isTrue();
        String digest = answer.headers().firstValue("Content-Digest").orElseThrow();
        Files.writeString(
                folder.resolve("base"),
                "\"@status\": 200\n\"content-type\": application/json\n\"content-digest\": "
                        + digest + "\n\"hub-exchange-id\": "
                        + answer.headers().firstValue("Hub-Exchange-Id").orElseThrow() + "\n\"@signature-params\": "
                        + input.substring("hub=".length()));
        String signature = answer.headers().firstValue("Signature").orElseThrow();
        Files.write(
                folder.resolve("sig"),
                Base64.getDecoder().decode(signature.substring("hub=:".length(), signature.length() - 1)));
        Files.writeString(folder.resolve("body"), answer.body());
        for (JsonNode known : office.done(Office.SECURITY, "GET", "/keys", "").get("items")) {
            if (known.get("id").asText().equals(key.group(1))) {
                Files.writeString(
                        folder.resolve("pub.pem"), known.get("publicKey").asText());
            }
        }

        assertThat(openssl(
                        "pkeyutl",
                        "-verify",
                        "-rawin",
                        "-digest",
                        "sm3",
                        "-pubin",
                        "-inkey",
                        "pub.pem",
                        "-in",
                        "base",
                        "-sigfile",
                        "sig",
                        "-pkeyopt",
                        "distid:1234567812345678"))
                .contains("Verified Successfully");
        assertThat(openssl("dgst", "-sm3", "-r", "body"))
                .startsWith(hex(Base64.getDecoder().decode(digest.substring("sm3=:".length(), digest.length() - 1))));
    }

    @Test
    void aBodyThatIsNotTheSignedOneIsRefused() throws Exception {
        String parameters =
                "(\"@method\" \"@authority\" \"@path\" \"@query\" \"hub-purpose\" \"content-digest\");created="
                        + seconds() + ";nonce=\"" + UUID.randomUUID() + "\";keyid=\""
                        + secret.get("keyId").asText() + "\"";
        String digest = "sha-256=:"
                + base64(MessageDigest.getInstance("SHA-256").digest("{}".getBytes(StandardCharsets.UTF_8))) + ":";
        String base =
                "\"@method\": GET\n\"@authority\": " + URI.create(hub.hub()).getAuthority() + "\n\"@path\": " + PATH
                        + "\n\"@query\": ?\n\"hub-purpose\": grid-dispatch\n\"content-digest\": " + digest
                        + "\n\"@signature-params\": " + parameters;
        List<String> headers = List.of(
                "Content-Digest",
                digest,
                "Signature-Input",
                "a=" + parameters,
                "Signature",
                "a=:" + base64(hmac(secret.get("secret").asText(), base)) + ":");

        assertRefused(get(PATH, headers), 401, "SIGNATURE_WRONG_DIGEST");
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private String openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
