package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Records as the gate would make them, the same at every run. */
final class Samples {

    static final EvidenceKeys KEYS = new EvidenceKeys(new SoftwareKeyService(MasterKey.of(new byte[32])));
    static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");

    private Samples() {}

    static EvidenceEntry intent(int number, long epoch) {
        return EvidenceEntry.of(intent(number, epoch, Subjects.none()));
    }

    static Intent intent(int number, long epoch, Subjects subjects) {
        UUID exchange = new UUID(7, number);
        return new Intent(
                exchange,
                AT,
                Intent.Pattern.QUERY,
                new Asker("city-operation-centre", "11420682MB1A234567", "10.20.0.0/16", "client-secret", null),
                new Asked(
                        "standard-address",
                        3,
                        "villages",
                        "grid-inspection",
                        "LHK-1",
                        KEYS.commit(exchange, EvidenceKeys.REQUEST, utf8("town=420682100"))),
                new Basis("address-grant", 2, epoch, new Basis.Quota(1, 10, 2, 100)),
                new Release(
                        "civil-rest",
                        5,
                        ReleasedFields.of(List.of(
                                new ReleasedFields.Field("name", null),
                                new ReleasedFields.Field("idNumber", "cover:6,4"))),
                        KEYS.commit(exchange, EvidenceKeys.ANSWER, utf8("answer " + number)),
                        8,
                        subjects,
                        null),
                Attributes.NONE);
    }

    static EvidenceEntry outcome(int number) {
        return EvidenceEntry.of(new Outcome(new UUID(7, number), AT, Outcome.Result.COMPLETE, 8, 1234));
    }

    static Audit audit(String name) {
        return new Audit(
                AT,
                new Audit.Actor("security", null, List.of("security-administrator"), "127.0.0.1"),
                "grant.revoke",
                "grant",
                name,
                "{\"state\":\"active\"}",
                null);
    }

    static Subjects subjects(int count) {
        List<byte[]> digests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            digests.add(KEYS.subject("4206821999023" + (1000 + i)));
        }
        return Subjects.of(digests);
    }

    static LedgerSettings settings() {
        return new LedgerSettings(
                "node-1",
                new UUID(1, 1),
                "test",
                1_000,
                10_000_000,
                1_000,
                1_000_000,
                Duration.ofMillis(20),
                Duration.ofHours(1),
                Duration.ofMillis(5));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
