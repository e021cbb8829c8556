package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.file.Permissions.Granted;
import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Field;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The record that is made durable before a file gets its name. */
final class Releases {

    private Releases() {}

    /** The fields a grant releases, as evidence records them. */
    static ReleasedFields fields(Granted granted) {
        List<ReleasedFields.Field> fields = new ArrayList<>();
        for (String name : granted.grant().grant().fields()) {
            String stated = granted.grant().grant().maskOf(name);
            Field declared = granted.resource().field(name);
            String mask = stated != null ? stated : declared == null ? null : declared.mask();
            fields.add(new ReleasedFields.Field(
                    name,
                    "none".equals(mask) ? null : mask,
                    granted.resource().resource().fields().indexOf(declared)));
        }
        return ReleasedFields.of(fields);
    }

    /**
     * What is about to be published. The commitment is to the SM3 of the file, not to its bytes: whoever has file and salt
     * takes the SM3 of both, one after the other, and each byte is digested once on its way.
     */
    static Intent intent(
            EvidenceKeys keys,
            Granted granted,
            Transfer transfer,
            Passed passed,
            UUID exchange,
            int connectorRevision,
            Basis.Quota quota,
            Instant now) {
        String request = "DELIVER " + transfer.target().connector() + "/"
                + transfer.target().path(transfer.target().name()) + "\n";
        return new Intent(
                exchange,
                now,
                Intent.Pattern.FILE,
                new Asker(granted.grant().grant().system(), granted.department(), "hub", "delivery", null),
                new Asked(
                        granted.resource().resource().name(),
                        granted.resource().resource().revision(),
                        ExchangeShape.File.FILES,
                        granted.purpose(),
                        null,
                        keys.commit(exchange, EvidenceKeys.REQUEST, request.getBytes(StandardCharsets.UTF_8))),
                new Basis(
                        granted.grant().grant().id(),
                        granted.grant().grant().revision(),
                        granted.policy().epoch(),
                        quota),
                new Release(
                        granted.source(),
                        connectorRevision,
                        fields(granted),
                        keys.commit(exchange, EvidenceKeys.ANSWER, passed.released()),
                        passed.bytes(),
                        passed.subjects(),
                        passed.commitments()),
                Attributes.of(Map.of(
                        "committed",
                        "sm3-of-file",
                        "transfer",
                        transfer.id().toString(),
                        "targetConnector",
                        transfer.target().connector(),
                        "records",
                        Long.toString(passed.records()),
                        "badRecords",
                        Long.toString(passed.bad()))));
    }
}
