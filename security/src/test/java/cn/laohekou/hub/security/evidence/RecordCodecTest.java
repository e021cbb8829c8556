package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.crypto.Sm3;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void anIntentKeepsEveryInputOfTheDecisionInAFixedOrder() {
        String request = Samples.KEYS
                .commit(new UUID(7, 1), EvidenceKeys.REQUEST, Samples.utf8("town=420682100"))
                .hex();
        String answer = Samples.KEYS
                .commit(new UUID(7, 1), EvidenceKeys.ANSWER, Samples.utf8("answer 1"))
                .hex();

        assertThat(text(Samples.intent(1, 9, Subjects.none())))
                .isEqualTo("{\"kind\":\"intent\",\"at\":\"2026-01-02T03:04:05.678901Z\","
                        + "\"exchange\":\"00000000-0000-0007-0000-000000000001\",\"pattern\":\"query\","
                        + "\"system\":\"city-operation-centre\",\"department\":\"11420682MB1A234567\","
                        + "\"network\":\"10.20.0.0/16\",\"assurance\":\"client-secret\","
                        + "\"resource\":\"standard-address\",\"resourceRevision\":3,\"operation\":\"villages\","
                        + "\"purpose\":\"grid-inspection\",\"case\":\"LHK-1\",\"request\":\"" + request + "\","
                        + "\"grant\":\"address-grant\",\"grantRevision\":2,\"policyEpoch\":9,\"quota\":[1,10,2,100],"
                        + "\"connector\":\"civil-rest\",\"connectorRevision\":5,"
                        + "\"fields\":{\"name\":null,\"idNumber\":\"cover:6,4\"},\"answer\":\"" + answer + "\","
                        + "\"answerBytes\":8,\"subjects\":0}");
    }

    @Test
    void furtherInputsOfTheDecisionStandSortedAtTheEnd() {
        Intent plain = Samples.intent(1, 9, Subjects.none());
        Intent intent = new Intent(
                plain.exchange(),
                plain.at(),
                plain.pattern(),
                plain.asker(),
                plain.asked(),
                plain.basis(),
                plain.release(),
                Attributes.of(Map.of("signedRequest", "sm2", "assuranceLevel", "3")));

        assertThat(text(intent))
                .isEqualTo(text(plain).replaceFirst("}$", "")
                        + ",\"attributes\":{\"assuranceLevel\":\"3\",\"signedRequest\":\"sm2\"}}");
    }

    @Test
    void anAttributeThatIsNoNameOrTooLongIsRefusedWithoutQuotingItsValue() {
        String secret = "4206821999".repeat(30);

        assertThatThrownBy(() -> Attributes.of(Map.of("Level", "1"))).hasMessageContaining("camel case");
        assertThatThrownBy(() -> Attributes.of(Map.of("level", secret)))
                .hasMessageContaining("level")
                .message()
                .doesNotContain("4206821999");
        assertThatThrownBy(() -> Attributes.of(Map.of("level", "1\n2"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void upToAHundredSubjectsStandInTheRecord() throws Exception {
        EvidenceEntry entry = EvidenceEntry.of(Samples.intent(1, 1, Samples.subjects(100)));
        JsonNode record = JSON.readTree(entry.bytes());

        assertThat(record.path("subjects").asInt()).isEqualTo(100);
        assertThat(record.path("subjectDigests")).hasSize(100);
        assertThat(entry.attachment()).isNull();
    }

    @Test
    void moreSubjectsAreAttachedAndNoneIsLeftOut() throws Exception {
        Subjects subjects = Samples.subjects(2_500);
        EvidenceEntry entry = EvidenceEntry.of(Samples.intent(1, 1, subjects));
        JsonNode record = JSON.readTree(entry.bytes());

        byte[] list = entry.attachment();
        assertThat(list).isNotNull().hasSize(2_500 * 32);
        assertThat(record.path("subjects").asInt()).isEqualTo(2_500);
        assertThat(record.path("subjectList").asText())
                .isEqualTo(HexFormat.of().formatHex(list == null ? new byte[0] : Sm3.hash(list)));
        assertThat(record.has("subjectDigests")).isFalse();
    }

    @Test
    void aSubjectReleasedTwiceCountsOnce() {
        byte[] one = Samples.KEYS.subject("42068219990230101X");

        assertThat(Subjects.of(List.of(one, one.clone(), Samples.KEYS.subject("other")))
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whatARefusedCallerWroteIsRecordedOnlyWhenItIsAName() {
        Asker asker = new Asker("system", "dept", "127.0.0.1", "client-secret", null);
        Refusal refusal = new Refusal(
                new UUID(7, 1),
                Samples.AT,
                asker,
                "42068219990230101X",
                "p420682199902301011",
                "救助 张三",
                null,
                1,
                "unknown-resource",
                404,
                Attributes.of(Map.of("certificate", "revoked")));

        assertThat(text(refusal))
                .doesNotContain("199902", "张三")
                .contains("\"code\":\"unknown-resource\"", "\"attributes\":{\"certificate\":\"revoked\"}");
        assertThat(refusal.keys().resource()).isEqualTo(Refusal.NOT_A_NAME);
    }

    @Test
    void anAuditRecordCarriesBothStatesAsTheyAre() {
        assertThat(text(Samples.audit("g1")))
                .isEqualTo(
                        "{\"kind\":\"audit\",\"at\":\"2026-01-02T03:04:05.678901Z\",\"user\":\"security\","
                                + "\"roles\":[\"security-administrator\"],\"network\":\"127.0.0.1\",\"action\":\"grant.revoke\","
                                + "\"objectKind\":\"grant\",\"objectName\":\"g1\",\"before\":{\"state\":\"active\"},\"after\":null}");
    }

    @Test
    void anAuditStateThatIsNotOneJsonValueIsRefusedWithoutQuotingIt() {
        for (String bad : List.of("{\"secret\":", "1 2", "", "{} ,\"kind\":\"start\"")) {
            assertThatThrownBy(() -> new Audit(Samples.AT, Samples.audit("a").actor(), "a", "b", "c", bad, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("secret");
        }
    }

    @Test
    void theOtherKindsSayWhatTheyMean() {
        assertThat(text(new Outcome(new UUID(7, 1), Samples.AT, Outcome.Result.RELEASED_NOT_FULLY_TAKEN, 100, 2_000)))
                .contains("\"result\":\"released-not-fully-taken\",\"releasedBytes\":100,\"durationMicros\":2000");
        assertThat(text(new Gap(Samples.AT, Samples.AT.minusSeconds(5), 7, 1, "down")))
                .contains("\"from\":\"2026-01-02T03:04:00.678901Z\"", "\"refused\":7,\"outcomesLost\":1");
        assertThat(text(new RefusalCounts(
                        Samples.AT, Samples.AT, List.of(new RefusalCounts.Count("10.0.0.0/24", "no-token", 12)))))
                .contains("\"counts\":[{\"network\":\"10.0.0.0/24\",\"reason\":\"no-token\",\"count\":12}]");
        assertThat(text(new Start(Samples.AT, "node-1", new UUID(1, 2), "0.1")))
                .contains("\"node\":\"node-1\"", "\"version\":\"0.1\"");
    }

    @Test
    void everyKindIsFoundByItsLabelAndItsCode() {
        for (RecordKind kind : RecordKind.values()) {
            assertThat(RecordKind.ofLabel(kind.label())).isSameAs(kind);
            assertThat(RecordKind.ofCode(kind.code())).isSameAs(kind);
        }
        assertThatThrownBy(() -> RecordKind.ofLabel("nonsense")).hasMessageContaining("refusal-counts");
    }

    private static String text(EvidenceRecord record) {
        return new String(EvidenceEntry.of(record).bytes(), StandardCharsets.UTF_8);
    }
}
