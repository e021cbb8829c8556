package cn.laohekou.hub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages through the packaged hub: published once, delivered to each subscriber as its grant says. */
@ExtendWith(SharedSandbox.class)
class EventExchangeTest {

    static final String RESOURCE = "/exchange/welfare-changes/messages";
    static final String PUBLISHER = "welfare-registry";

    private static HubProcess hub;
    private static Client client;
    private static Inbox city;
    private static Inbox police;

    @BeforeAll
    static void arrive() throws IOException {
        hub = SharedSandbox.hub();
        client = new Client(hub.announced());
        city = new Inbox(SharedSandbox.home(), "city");
        police = new Inbox(SharedSandbox.home(), "police");
    }

    static String message(String code, String state) {
        return "{\"caseCode\":\"" + code + "\",\"state\":\"" + state
                + "\",\"town\":\"420682100\",\"person\":{\"name\":\"王小明\",\"idNumber\":\""
                + TestPersons.idNumber(1) + "\",\"phone\":\"13812345678\"}}";
    }

    private static HttpResponse<String> publish(String system, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send("POST", hub.hub() + RESOURCE, client.systemToken(system), body, headers);
    }

    private static void accepted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static List<Inbox.Letter> await(Inbox inbox, String prefix, int count) {
        List<Inbox.Letter> found = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            found.clear();
            found.addAll(inbox.letters(prefix));
            return found.size() >= count;
        });
        return found;
    }

    private static List<String> fields(JsonNode body) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void eachSubscriberGetsItsFieldsAndMasksAndThePublishersExchange() throws Exception {
        HttpResponse<String> answer = publish(PUBLISHER, message("form-1", "approved"));
        accepted(answer);
        String exchange = answer.headers().firstValue("Hub-Exchange-Id").orElseThrow();
        assertThat(Client.json(answer).path("exchange").asText()).isEqualTo(exchange);

        Inbox.Letter toCity = await(city, "form-1", 1).get(0);
        assertThat(fields(toCity.body())).containsExactlyInAnyOrder("caseCode", "state", "town", "person");
        assertThat(fields(toCity.body().path("person"))).containsExactly("phone");
        assertThat(toCity.body().path("person").path("phone").asText()).isEqualTo("138****5678");
        Inbox.Letter toPolice = await(police, "form-1", 1).get(0);
        assertThat(fields(toPolice.body().path("person"))).containsExactlyInAnyOrder("name", "idNumber");
        assertThat(toPolice.body().path("person").path("name").asText()).isEqualTo("王小明");
        assertThat(toPolice.body().path("person").path("idNumber").asText())
                .isNotEqualTo(TestPersons.idNumber(1))
                .contains("*");

        for (Inbox.Letter letter : List.of(toCity, toPolice)) {
            assertThat(letter.header("Hub-Original-Exchange-Id")).isEqualTo(exchange);
            assertThat(letter.header("Idempotency-Key")).isEqualTo(exchange);
            assertThat(letter.header("Hub-Message-Sequence")).isNotBlank();
            assertThat(letter.header("Hub-Message-Key")).isNotBlank();
        }
        assertThat(toCity.header("Hub-Message-Key")).isNotEqualTo(toPolice.header("Hub-Message-Key"));
        String auditor = client.personToken("audit-administrator");
        for (String id : List.of(exchange, toCity.header("Hub-Exchange-Id"), toPolice.header("Hub-Exchange-Id"))) {
            HttpResponse<String> found = client.send("GET", hub.hub() + "/api/v1/exchanges/" + id, auditor, "");
            assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
            assertThat(found.body()).doesNotContain("王小明").doesNotContain(TestPersons.idNumber(1));
        }
    }

    @Test
    void whoIsNoPublisherIsRefusedAndSoIsWhatIsNotAsDeclared() throws Exception {
        refused(publish("city-operation-centre", message("no-1", "x")), 403, "NOT_A_PUBLISHER");
        refused(publish("civil-affairs-window", message("no-1", "x")), 403, "NOT_A_PUBLISHER");
        refused(publish(PUBLISHER, "{\"caseCode\":\"no-1\""), 422, "MESSAGE_MALFORMED");
        refused(publish(PUBLISHER, "{\"caseCode\":\"no-1\",\"caseCode\":\"no-2\"}"), 422, "MESSAGE_MALFORMED");
        refused(publish(PUBLISHER, "{\"caseCode\":7}"), 422, "MESSAGE_MALFORMED");
        refused(publish(PUBLISHER, "{\"state\":\"x\"}"), 422, "MESSAGE_KEY_UNUSABLE");
        refused(publish(PUBLISHER, "{\"caseCode\":\"" + "x".repeat(70_000) + "\"}"), 413, "BODY_TOO_LARGE");
        assertThat(client.send("GET", hub.hub() + RESOURCE, client.systemToken(PUBLISHER), "")
                        .statusCode())
                .isEqualTo(405);
        accepted(publish(PUBLISHER, message("no-9", "x")));
        await(city, "no-9", 1);
        assertThat(city.letters("no-1")).isEmpty();
    }

    @Test
    void theSameIdempotencyKeyIsTheSameExchangeAndAnotherMessageUnderItIsRefused() throws Exception {
        HttpResponse<String> first = publish(PUBLISHER, message("once-1", "a"), "Idempotency-Key", "once-1");
        HttpResponse<String> again = publish(PUBLISHER, message("once-1", "a"), "Idempotency-Key", "once-1");
        accepted(first);
        accepted(again);

        assertThat(again.headers().firstValue("Hub-Exchange-Id"))
                .isEqualTo(first.headers().firstValue("Hub-Exchange-Id"));
        refused(publish(PUBLISHER, message("once-1", "b"), "Idempotency-Key", "once-1"), 409, "IDEMPOTENCY_CONFLICT");
        accepted(publish(PUBLISHER, message("once-2", "a")));
        await(city, "once-2", 1);
        assertThat(city.letters("once-1")).hasSize(1);
    }

    @Test
    void whileOneFailsItsKeyWaitsAndWithSkipIsMarkedOutOfOrder() throws Exception {
        city.fail("\"held-a\"", 500, 3);
        police.fail("\"caseCode\":\"held-a\",\"state\":\"1\"", 500, 2);
        for (String state : List.of("1", "2", "3")) {
            accepted(publish(PUBLISHER, message("held-a", state)));
        }
        accepted(publish(PUBLISHER, message("held-b", "1")));

        assertThat(await(city, "held-b", 1)).hasSize(1);
        assertThat(await(city, "held-a", 3).stream()
                        .map(letter -> letter.body().path("state").asText()))
                .containsExactly("1", "2", "3");
        List<Inbox.Letter> skipped = await(police, "held-a", 3);
        assertThat(skipped.stream().map(letter -> letter.body().path("state").asText()))
                .containsExactly("2", "3", "1");
        assertThat(skipped.stream().map(letter -> letter.header("Hub-Message-Out-Of-Order")))
                .containsExactly("", "", "true");
    }

    @Test
    void aPoisonousMessageIsADeadLetterThatAnOperatorReplays() throws Exception {
        city.fail("\"poison-1\"", 422, 5);
        accepted(publish(PUBLISHER, message("poison-1", "x")));
        Office office = new Office(hub);
        List<String> ids = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            office.done(Office.CONSUMER, "GET", "/dead-letters?subscription=coc-welfare-changes", "")
                    .path("items")
                    .forEach(item -> ids.add(item.path("id").asText()));
            return !ids.isEmpty();
        });
        assertThat(office.done(Office.PROVIDER, "GET", "/dead-letters", "").path("items"))
                .as("another department sees nothing of it")
                .isEmpty();
        assertThat(office.done(
                                Office.CONSUMER,
                                "POST",
                                "/dead-letters/replay",
                                "{\"ids\":[\"" + ids.get(0) + "\"],\"reason\":\"对方已修复\"}")
                        .path("count")
                        .asInt())
                .isEqualTo(1);

        Inbox.Letter replayed = await(city, "poison-1", 1).get(0);
        assertThat(replayed.header("Hub-Message-Out-Of-Order")).isEqualTo("true");
        String record = client.send(
                        "GET",
                        hub.hub() + "/api/v1/exchanges/" + replayed.header("Hub-Exchange-Id"),
                        client.personToken("audit-administrator"),
                        "")
                .body();
        assertThat(record).contains("replayedBy", Office.CONSUMER, "对方已修复");
    }

    private static void refused(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Client.json(answer).path("code").asText()).isEqualTo(code);
    }
}
