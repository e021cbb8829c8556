package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Audit;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.Subjects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records as the gate would make them. */
final class Samples {

    static final EvidenceKeys KEYS = new EvidenceKeys(new SoftwareKeyService(MasterKey.of(new byte[32])));

    private static final ReleasedFields FIELDS = ReleasedFields.of(List.of(
            new ReleasedFields.Field("code", null),
            new ReleasedFields.Field("name", null),
            new ReleasedFields.Field("parent", null),
            new ReleasedFields.Field("idNumber", "cover:6,4"),
            new ReleasedFields.Field("phone", "cover:3,4"),
            new ReleasedFields.Field("address", "cut:6")));

    private Samples() {}

    static EvidenceEntry intent(UUID exchange, long epoch) {
        return intent(exchange, epoch, new byte[0], Subjects.none());
    }

    static EvidenceEntry intent(UUID exchange, long epoch, byte[] answer, Subjects subjects) {
        return intent(exchange, epoch, answer, subjects, null);
    }

    /** About these data subjects, asked for on behalf of the person with that digest. */
    static EvidenceEntry intent(UUID exchange, long epoch, String person, Subjects subjects) {
        return intent(exchange, epoch, new byte[0], subjects, person);
    }

    private static EvidenceEntry intent(
            UUID exchange, long epoch, byte[] answer, Subjects subjects, @Nullable String person) {
        byte[] request = "GET villages?town=420682100".getBytes(StandardCharsets.UTF_8);
        return EvidenceEntry.of(new Intent(
                exchange,
                Instant.now(),
                Intent.Pattern.QUERY,
                new Asker("city-operation-centre", "11420682MB1A234567", "10.20.0.0/16", "client-secret", person),
                new Asked(
                        "standard-address",
                        3,
                        "villages",
                        "grid-inspection",
                        "LHK-2026-000123",
                        KEYS.commit(exchange, EvidenceKeys.REQUEST, request)),
                new Basis("address-for-operation-centre", 2, epoch, new Basis.Quota(17, 100_000, 230, 1_000_000)),
                new Release(
                        "civil-affairs-rest",
                        5,
                        FIELDS,
                        KEYS.commit(exchange, EvidenceKeys.ANSWER, answer),
                        answer.length,
                        subjects,
                        null),
                Attributes.NONE));
    }

    static EvidenceEntry outcome(UUID exchange) {
        return EvidenceEntry.of(new Outcome(exchange, Instant.now(), Outcome.Result.COMPLETE, 2048, 1234));
    }

    static Audit audit(String name) {
        return new Audit(
                Instant.now(),
                new Audit.Actor("security", "11420682MB1A234567", List.of("security-administrator"), "127.0.0.1"),
                "grant.revoke",
                "grant",
                name,
                "{\"state\":\"active\"}",
                "{\"state\":\"revoked\"}");
    }

    static Subjects subjects(int count) {
        List<byte[]> digests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            digests.add(KEYS.subject("42068219990230" + i));
        }
        return Subjects.of(digests);
    }
}
