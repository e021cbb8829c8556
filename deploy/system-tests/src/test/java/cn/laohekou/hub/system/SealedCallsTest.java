package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Encrypted bodies, and answers signed with shared secrets, on the packaged hub. */
@ExtendWith(SharedSandbox.class)
class SealedCallsTest {

    private static final String SYSTEM = "city-operation-centre";
    private static final String QUESTION = "{\"number\":\"A-1\"}";
    private static final String ANSWER = "{\"total\":1}";
    private static final String GCM = "/exchange/sealed-gcm/query";
    private static final String CBC = "/exchange/sealed-cbc/query";
    private static final String SIGNED = "/exchange/signed-secret/query";
    private static final String CONVENTION = "/exchange/signed-convention/query";

    private static RecordingCounterpart counterpart;
    private static Office office;
    private static OldSystem caller;
    private static String token;
    private static JsonNode sha256;
    private static JsonNode sm3;
    private static JsonNode encryption;

    @BeforeAll
    static void register() throws Exception {
        HubProcess hub = SharedSandbox.hub();
        office = new Office(hub);
        caller = new OldSystem(URI.create(hub.hub()));
        token = new Client(hub.announced()).systemToken(SYSTEM);
        counterpart = new RecordingCounterpart();
        office.done(
                Office.SECURITY,
                "POST",
                "/outgoing-addresses",
                "{\"department\": \"%s\", \"block\": \"127.0.0.1/32\", \"port\": %d, \"reason\": \"加密报文测试\"}"
                        .formatted(Office.PROVIDER_DEPARTMENT, counterpart.port()));
        office.connector("sealed", """
                {"plugin": "rest", "settings": {"baseUrl": "http://127.0.0.1:%d", "probePath": "probe"},
                 "limits": {"maxConcurrent": 4, "maxQueue": 4, "timeoutMs": 5000}}
                """.formatted(counterpart.port()));
        share("sealed-gcm", "{\"encryptedBody\": \"sm4-gcm\", \"signedAnswer\": \"shared-secret\"}");
        share(
                "sealed-cbc",
                "{\"encryptedBody\": \"sm4-cbc\", \"signedRequest\": [\"message-signature\"],"
                        + " \"signedAnswer\": \"shared-secret\"}");
        share("signed-secret", "{\"signedAnswer\": \"shared-secret\"}");
        share("signed-convention", "{\"signedAnswer\": \"header-convention\"}");
        sha256 = credential(
                "{\"kind\": \"signature-secret\", \"algorithm\": \"hmac-sha256\", \"convention\": \"gjgxjhpt\"}");
        encryption = credential("{\"kind\": \"encryption-key\"}");
        sm3 = credential("{\"kind\": \"signature-secret\", \"algorithm\": \"hmac-sm3\"}");
    }

    @AfterAll
    static void stop() {
        counterpart.close();
    }

    private static void share(String name, String conditions) throws Exception {
        office.resource(name, """
                {"title": "%s", "connector": "sealed", "sharing": "UNCONDITIONAL", "level": 1,
                 "operations": [{"name": "query", "method": "POST", "path": "query", "counterpartPath": "%s",
                   "maxBodyBytes": 256, "parameters": [{"name": "number", "in": "BODY", "required": true}]}],
                 "fields": [{"name": "total", "title": "条数", "path": "total", "type": "INTEGER"}]}
                """.formatted(name, name));
        office.grant(name, """
                {"system": "city-operation-centre", "resource": "%s", "operations": ["query"],
                 "purposes": ["grid-dispatch"], "fields": ["total"], "validFrom": "2026-01-01T00:00:00+08:00",
                 "validUntil": "2036-01-01T00:00:00+08:00", "reason": "加密报文", "conditions": %s}
                """.formatted(name, conditions));
    }

    private static JsonNode credential(String body) throws Exception {
        return office.done(Office.CONSUMER, "POST", "/systems/" + SYSTEM + "/credentials", body);
    }

    private static String keyId() {
        return encryption.get("keyId").asText();
    }

    private static HttpResponse<String> withToken(String path, String body) throws Exception {
        return caller.post(path, body, Map.of("Authorization", "Bearer " + token));
    }

    private static String exchange(HttpResponse<String> answer) {
        return header(answer, "Hub-Exchange-Id");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow(() -> new AssertionError("no " + name));
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Client.json(answer).get("code").asText()).isEqualTo(code);
    }

    /** Questions the provider was asked under one resource. */
    private static List<String> asked(String resource) {
        return counterpart.asked().stream()
                .filter(text -> text.startsWith("POST /" + resource))
                .toList();
    }

    /** The keyid of a signed answer whose signature over its own status, type, digest and exchange id holds. */
    private static void assertSigned(HttpResponse<String> answer, JsonNode credential) throws Exception {
        String input = header(answer, "Signature-Input");
        Matcher key = Pattern.compile("keyid=\"([^\"]+)\";alg=\"([^\"]+)\"").matcher(input);
        assertThat(key.find()).as(input).isTrue();
        assertThat(key.group(1)).isEqualTo(credential.get("keyId").asText());
        assertThat(key.group(2)).isEqualTo(credential.get("algorithm").asText());
        String digest = OldSystem.digest(credential, answer.body());
        assertThat(header(answer, "Content-Digest")).isEqualTo(digest);
        String base = "\"@status\": 200\n\"content-type\": " + header(answer, "Content-Type") + "\n\"content-digest\": "
                + digest + "\n\"hub-exchange-id\": " + exchange(answer) + "\n\"@signature-params\": "
                + input.substring("hub=".length());
        assertThat(header(answer, "Signature"))
                .isEqualTo("hub=:" + OldSystem.base64(OldSystem.hmac(credential, base)) + ":");
    }

    @Test
    void anEncryptedQuestionIsAnsweredEncryptedAndTheProviderReadsItInClear() throws Exception {
        String sent = OldSystem.gcm(keyId(), OldSystem.sm4(encryption), "POST " + GCM, QUESTION);
        HttpResponse<String> answer = withToken(GCM, sent);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"alg\":\"sm4-gcm\"", keyId()).doesNotContain("total");
        assertThat(header(answer, "Hub-Encrypted-Type")).isEqualTo("application/json");
        assertThat(OldSystem.open(answer.body(), OldSystem.sm4(encryption), exchange(answer)))
                .isEqualTo(ANSWER);
        assertSigned(answer, sm3);
        assertThat(asked("sealed-gcm")).isNotEmpty().last().asString().contains("\"A-1\"");
    }

    @Test
    void aChangedAnswerIsNoticedByWhoeverOpensItAndFitsNoOtherExchange() throws Exception {
        String sent = OldSystem.gcm(keyId(), OldSystem.sm4(encryption), "POST " + GCM, QUESTION);
        HttpResponse<String> answer = withToken(GCM, sent);
        byte[] key = OldSystem.sm4(encryption);

        assertThatThrownBy(() -> OldSystem.open(OldSystem.tampered(answer.body()), key, exchange(answer)))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> OldSystem.open(answer.body(), key, "another exchange"))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void whatIsNotEncryptedAsAgreedNeverReachesTheProvider() throws Exception {
        byte[] key = OldSystem.sm4(encryption);
        String target = "POST " + GCM;
        JsonNode ended = credential("{\"kind\": \"encryption-key\"}");
        office.done(
                Office.SECURITY,
                "POST",
                "/systems/" + SYSTEM + "/credentials/" + ended.get("id").asText() + "/revoke",
                "");
        int before = asked("sealed-gcm").size();
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("plain", QUESTION);
        wrong.put("tampered", OldSystem.tampered(OldSystem.gcm(keyId(), key, target, QUESTION)));
        wrong.put("wrong key", OldSystem.gcm(keyId(), OldSystem.random(16), target, QUESTION));
        wrong.put("unknown key", OldSystem.gcm("nobody.1", key, target, QUESTION));
        wrong.put("revoked key", OldSystem.gcm(ended.get("keyId").asText(), OldSystem.sm4(ended), target, QUESTION));
        wrong.put("weaker mode", OldSystem.cbc(keyId(), key, QUESTION));
        wrong.put("for another call", OldSystem.gcm(keyId(), key, "POST " + SIGNED, QUESTION));
        wrong.put(
                "more than the envelope",
                OldSystem.gcm(keyId(), key, target, QUESTION).replace("{", "{\"x\":1,"));
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            HttpResponse<String> answer = withToken(GCM, one.getValue());
            assertThat(answer.statusCode()).as(one.getKey() + answer.body()).isEqualTo(400);
            assertRefused(answer, 400, "BODY_NOT_ENCRYPTED");
        }

        assertThat(asked("sealed-gcm")).hasSize(before);
    }

    @Test
    void anotherSystemsKeyOpensNothing() throws Exception {
        JsonNode foreign = office.done(
                Office.PROVIDER, "POST", "/systems/civil-affairs-window/credentials", "{\"kind\": \"encryption-key\"}");
        String sent = OldSystem.gcm(foreign.get("keyId").asText(), OldSystem.sm4(foreign), "POST " + GCM, QUESTION);

        assertRefused(withToken(GCM, sent), 400, "BODY_NOT_ENCRYPTED");
    }

    @Test
    void aKeyThatIsBeingReplacedOpensOnAndAnswersComeUnderTheNewOne() throws Exception {
        JsonNode old = encryption;
        encryption = credential("{\"kind\": \"encryption-key\", \"overlapDays\": 7}");
        String sent = OldSystem.gcm(old.get("keyId").asText(), OldSystem.sm4(old), "POST " + GCM, QUESTION);
        HttpResponse<String> answer = withToken(GCM, sent);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(OldSystem.open(answer.body(), OldSystem.sm4(encryption), exchange(answer)))
                .isEqualTo(ANSWER);
    }

    @Test
    void theModeWithoutAuthenticationCountsOnlyUnderASignatureOverTheEnvelope() throws Exception {
        byte[] key = OldSystem.sm4(encryption);
        String sent = OldSystem.cbc(keyId(), key, QUESTION);
        assertRefused(withToken(CBC, sent), 403, "SIGNATURE_REQUIRED");

        HttpResponse<String> answer = caller.post(CBC, sent, caller.messageSignature(sm3, CBC, sent));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(OldSystem.open(answer.body(), key, "")).isEqualTo(ANSWER);
        assertSigned(answer, sm3);

        Map<String, String> headers = caller.messageSignature(sm3, CBC, sent);
        assertRefused(caller.post(CBC, OldSystem.tampered(sent), headers), 401, "SIGNATURE_WRONG_DIGEST");
        assertRefused(
                caller.post(CBC, QUESTION, caller.messageSignature(sm3, CBC, QUESTION)), 400, "BODY_NOT_ENCRYPTED");
    }

    @Test
    void anAnswerIsSignedWithTheSecretTheCallerProvedItselfWithElseWithTheNewest() throws Exception {
        for (JsonNode secret : List.of(sha256, sm3)) {
            HttpResponse<String> answer =
                    caller.post(SIGNED, QUESTION, caller.messageSignature(secret, SIGNED, QUESTION));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(ANSWER);
            assertSigned(answer, secret);
        }
        assertSigned(withToken(SIGNED, QUESTION), sm3);
    }

    @Test
    void answersComeInTheSignedHeadersOfTheConvention() throws Exception {
        HttpResponse<String> answer =
                caller.post(CONVENTION, QUESTION, OldSystem.convention(sha256, "signed-convention"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

        String rid = sha256.get("keyId").asText();
        String digest = OldSystem.digest(sha256, answer.body());
        assertThat(header(answer, "gjgxjhpt_rid")).isEqualTo(rid);
        assertThat(header(answer, "gjgxjhpt_sid")).isEqualTo("signed-convention");
        assertThat(header(answer, "Content-Digest")).isEqualTo(digest);
        String text = "signed-convention" + rid + header(answer, "gjgxjhpt_rtime") + "\n200\n" + digest + "\n"
                + exchange(answer);
        assertThat(header(answer, "gjgxjhpt_sign")).isEqualTo(OldSystem.base64(OldSystem.hmac(sha256, text)));

        Map<String, String> sentBack = new LinkedHashMap<>();
        for (String name : List.of("gjgxjhpt_rid", "gjgxjhpt_sid", "gjgxjhpt_rtime", "gjgxjhpt_sign")) {
            sentBack.put(name, header(answer, name));
        }
        assertRefused(caller.post(CONVENTION, QUESTION, sentBack), 401, "SIGNATURE_INVALID");
    }

    @Test
    void aCallerByTokenGetsTheConventionOfItsNewestSecretThatSpeaksOne() throws Exception {
        HttpResponse<String> answer = withToken(CONVENTION, QUESTION);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(header(answer, "gjgxjhpt_rid"))
                .as("the newest of all speaks no convention")
                .isEqualTo(sha256.get("keyId").asText());
    }

    @Test
    void neitherKeysNorSecretsNorTheQuestionAreInTheEvidence() throws Exception {
        String sent = OldSystem.gcm(keyId(), OldSystem.sm4(encryption), "POST " + GCM, "{\"number\":\"QX-771-Z\"}");
        HttpResponse<String> answer = withToken(GCM, sent);
        String record = office.as(Office.AUDIT, "GET", "/exchanges/" + exchange(answer), "")
                .body();

        assertThat(record)
                .contains("sm4-gcm " + keyId(), sm3.get("keyId").asText())
                .doesNotContain(
                        "QX-771-Z",
                        sm3.get("secret").asText(),
                        encryption.get("secret").asText());
        byte[] data = Base64.getDecoder().decode(encryption.get("secret").asText());
        assertThat(record).doesNotContain(HexFormat.of().formatHex(Arrays.copyOf(data, 8)));
    }
}
