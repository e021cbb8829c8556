package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.Field;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What grants release, in the form evidence records; made once per grant and policy snapshot. Thread-safe. */
final class ReleasedFieldsCache {

    private record Entry(PolicySnapshot policy, ConcurrentHashMap<String, ReleasedFields> byGrant) {}

    private volatile @Nullable Entry entry;

    ReleasedFields of(PolicySnapshot policy, CompiledResource resource, CompiledGrant grant) {
        Entry known = entry;
        if (known == null || known.policy() != policy) {
            known = new Entry(policy, new ConcurrentHashMap<>());
            entry = known;
        }
        return known.byGrant().computeIfAbsent(grant.grant().id(), id -> make(resource, grant));
    }

    private static ReleasedFields make(CompiledResource resource, CompiledGrant grant) {
        List<ReleasedFields.Field> fields = new ArrayList<>();
        for (String name : grant.grant().fields()) {
            String stated = grant.grant().maskOf(name);
            Field declared = resource.field(name);
            String mask = stated != null ? stated : declared == null ? null : declared.mask();
            int number = resource.resource().fields().indexOf(declared);
            fields.add(new ReleasedFields.Field(name, "none".equals(mask) ? null : mask, number));
        }
        return ReleasedFields.of(fields);
    }
}
