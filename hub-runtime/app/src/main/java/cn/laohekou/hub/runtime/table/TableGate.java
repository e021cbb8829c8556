package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.exchange.ExchangeIds;
import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.Commitment;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.LedgerUnavailable;
import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.StaleEpoch;
import cn.laohekou.hub.security.evidence.Subjects;
import cn.laohekou.hub.security.masking.ConsumerKeys;
import cn.laohekou.hub.security.masking.FieldKeys;
import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Decision;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.policy.Delivery;
import cn.laohekou.hub.security.policy.DeliveryConditions;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Field;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicyEngine;
import cn.laohekou.hub.security.policy.PseudonymDomain;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The gate of the table pattern: decides about a grant's rows, and puts each chunk on record before it is written. */
final class TableGate {

    /** What this entry carries out. */
    private static final Set<String> FULFILLED = fulfilled();

    private static final CallFacts FACTS =
            CallFacts.NONE.withAuthentication("hub-delivery").fulfilling(FULFILLED);

    private final TableParts parts;

    TableGate(TableParts parts) {
        this.parts = parts;
    }

    private static Set<String> fulfilled() {
        Set<String> all = new HashSet<>(CompiledGrant.CARRIED_OUT_BY_FILTERS);
        all.add(DeliveryConditions.DELIVERY);
        return Set.copyOf(all);
    }

    /** The grant of that id on rows, whatever its state; null when there is none. */
    static @Nullable CompiledGrant find(Snapshot snapshot, String id) {
        for (CompiledGrant grant : snapshot.policy().grants()) {
            CompiledResource resource = snapshot.policy().resource(grant.grant().resource());
            if (grant.grant().id().equals(id)
                    && resource != null
                    && resource.resource().shape() instanceof ExchangeShape.Table) {
                return grant;
            }
        }
        return null;
    }

    /**
     * Decides.
     *
     * @throws JobStopped when rows may not go: the reason is the policy's
     */
    Permit decide(String grantId) throws JobStopped {
        Snapshot snapshot = parts.policy().get();
        CompiledGrant named = find(snapshot, grantId);
        CompiledResource resource =
                named == null ? null : snapshot.policy().resource(named.grant().resource());
        ConsumerSystem consumer =
                named == null ? null : snapshot.policy().system(named.grant().system());
        if (named == null
                || resource == null
                || consumer == null
                || !(resource.resource().shape() instanceof ExchangeShape.Table table)) {
            throw JobStopped.because("授权、资源或使用方系统已不存在。", "The grant, its resource or its system is gone.");
        }
        Delivery delivery = named.obligation(DeliveryConditions.DELIVERY, Delivery.class);
        String stated = delivery == null ? null : delivery.purpose();
        String purpose = stated != null
                ? stated
                : named.grant().purposes().stream().sorted().findFirst().orElse("");
        Decision decision = PolicyEngine.decide(
                snapshot.policy(),
                new DecisionRequest(
                        consumer.id(),
                        consumer.department(),
                        resource.resource().name(),
                        ExchangeShape.Table.ROWS,
                        purpose,
                        null,
                        null,
                        null,
                        parts.clock().instant(),
                        FACTS),
                grantId);
        if (decision instanceof Decision.Permit permit && delivery != null) {
            return new Permit(snapshot.policy(), resource, table, permit.grant(), delivery, consumer, purpose);
        }
        String zh = decision instanceof Decision.Deny deny ? deny.reason().zh() : "授权没有投递";
        String en = decision instanceof Decision.Deny deny ? deny.reason().en() : "the grant states no delivery";
        throw JobStopped.because("策略拒绝：" + zh + "。", "Denied by policy: " + en + ".");
    }

    /** Whether a connector may be used: it is approved and nobody paused it. */
    boolean active(String connector) {
        return parts.policy().get().isActive(connector);
    }

    /** Reads the policy anew and decides again. */
    Permit decideAgain(String grantId) throws JobStopped, java.sql.SQLException {
        parts.refresh().run();
        return decide(grantId);
    }

    /** The consumer's keys for a release; null when its filter needs none. */
    @Nullable
    FieldKeys keys(Permit permit) {
        CompiledGrant grant = permit.grant();
        if (!grant.keyed()) {
            return null;
        }
        PseudonymDomain domain = grant.pseudonymDomain();
        List<Field> fields = permit.resource().resource().fields();
        return new ConsumerKeys(
                parts.consumers(),
                grant.grant().system(),
                domain == null ? ConsumerKeys.ofDepartment(permit.consumer().department()) : domain.scope(),
                grant.grant().resource(),
                number -> fields.get(number).name());
    }

    /** What a grant releases, as evidence records it. */
    static ReleasedFields released(Permit permit) {
        List<ReleasedFields.Field> fields = new ArrayList<>();
        for (String name : permit.grant().grant().fields()) {
            String stated = permit.grant().grant().maskOf(name);
            Field declared = permit.resource().field(name);
            String mask = stated != null ? stated : declared == null ? null : declared.mask();
            fields.add(new ReleasedFields.Field(name, "none".equals(mask) ? null : mask));
        }
        return ReleasedFields.of(fields);
    }

    /**
     * A chunk about to be written.
     *
     * @param job job it belongs to
     * @param commitment to its exact bytes
     * @param rows how many rows
     * @param bytes their size
     * @param subjects identifiers of the persons they are about, in clear; only their digests are recorded
     * @param what which rows, for the commitment to the request; may hold keys
     */
    record Chunk(
            UUID job,
            UUID exchange,
            Commitment commitment,
            int rows,
            long bytes,
            Collection<String> subjects,
            String what) {}

    /** Makes the intent of a chunk durable. */
    void record(Permit permit, ReleasedFields fields, Chunk chunk)
            throws StaleEpoch, LedgerUnavailable, InterruptedException {
        EvidenceKeys keys = parts.evidenceKeys();
        List<byte[]> digests = new ArrayList<>(chunk.subjects().size());
        chunk.subjects().forEach(subject -> digests.add(keys.subject(subject)));
        Grant grant = permit.grant().grant();
        Intent intent = new Intent(
                chunk.exchange(),
                parts.clock().instant(),
                Intent.Pattern.TABLE,
                new Asker(grant.system(), permit.consumer().department(), "hub", "hub-delivery", null),
                new Asked(
                        grant.resource(),
                        permit.resource().resource().revision(),
                        ExchangeShape.Table.ROWS,
                        permit.purpose(),
                        null,
                        keys.commit(
                                chunk.exchange(),
                                EvidenceKeys.REQUEST,
                                chunk.what().getBytes(StandardCharsets.UTF_8))),
                new Basis(grant.id(), grant.revision(), permit.policy().epoch(), Basis.Quota.UNLIMITED),
                new Release(
                        permit.source(),
                        parts.databases().revision(permit.source()),
                        fields,
                        chunk.commitment(),
                        chunk.bytes(),
                        digests.isEmpty() ? Subjects.none() : Subjects.of(digests),
                        null),
                Attributes.of(Map.of(
                        "job", chunk.job().toString(),
                        "rows", Integer.toString(chunk.rows()),
                        "targetConnector", permit.target(),
                        "targetConnectorRevision",
                                Integer.toString(parts.databases().revision(permit.target())),
                        "targetTable", permit.delivery().target())));
        try {
            parts.ledger().append(EvidenceEntry.of(intent)).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StaleEpoch stale) {
                throw stale;
            }
            if (e.getCause() instanceof LedgerUnavailable down) {
                throw down;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Records how a chunk ended. */
    void outcome(UUID exchange, Outcome.Result result, long bytes, Instant began) {
        Instant now = parts.clock().instant();
        long micros = java.time.Duration.between(began, now).toNanos() / 1000;
        parts.ledger().appendLater(EvidenceEntry.of(new Outcome(exchange, now, result, bytes, micros)));
    }

    /** A new exchange id. */
    UUID exchange() {
        return ExchangeIds.next(parts.clock().millis());
    }

    /** Commits to the rows of a chunk. */
    Commitment commit(UUID exchange, byte[] bytes, int length) {
        try {
            return parts.evidenceKeys()
                    .commit(exchange, EvidenceKeys.ANSWER, new java.io.ByteArrayInputStream(bytes, 0, length));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("memory does not fail", e);
        }
    }
}
