package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.runtime.quota.Admission;
import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.StaleEpoch;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.CompiledOperation;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Grant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One permitted attempt: filter, record, call, record how it ended. */
final class DeliveryAttempt {

    /** A subscriber's answer is of no interest; more of it than this is not even read, in bytes. */
    private static final long MAX_ANSWER = 64 * 1024;

    /** When evidence cannot be made durable, so long until the next attempt, in milliseconds. */
    private static final long EVIDENCE_MILLIS = 5_000;

    private final Gate gate;
    private final Executor executor;
    private final Shipment shipment;
    private final DeliveryGate.Permitted permitted;
    private final String connector;
    private final Legs.Way way;
    private final UUID id;
    private final long started = System.nanoTime();
    private Admission.Admitted counted = Admission.Admitted.UNCOUNTED;

    DeliveryAttempt(
            Gate gate,
            Executor executor,
            Shipment shipment,
            DeliveryGate.Permitted permitted,
            String connector,
            Legs.Way way) {
        this.gate = gate;
        this.executor = executor;
        this.shipment = shipment;
        this.permitted = permitted;
        this.connector = connector;
        this.way = way;
        this.id = ExchangeIds.next(permitted.at().toEpochMilli());
    }

    /** Attempts; completes with null when the policy changed meanwhile and has to decide again. */
    CompletionStage<Shipment.@Nullable Result> run(Admission.Admitted admission) {
        counted = admission;
        Obligations.Reduced reduced;
        ReleasedFields fields = gate.released().of(permitted.policy(), permitted.resource(), permitted.grant());
        try {
            reduced = gate.obligations()
                    .reduce(
                            id,
                            shipment.body(),
                            permitted.grant().filter(format()),
                            gate.commitments(id, permitted.grant(), fields),
                            gate.consumerKeys()
                                    .of(
                                            permitted.grant(),
                                            permitted.resource(),
                                            permitted.system().department()));
        } catch (Unfilterable e) {
            return notTried(new Shipment.Failed("ANSWER_UNFILTERABLE", "cannot be filtered for this grant", true));
        } catch (NoConsumerKey e) {
            return notTried(new Shipment.Failed("ENCRYPTION_KEY_MISSING", "the consumer has no key", false));
        }
        Intent intent = intent(reduced, fields);
        return gate.ledger()
                .append(EvidenceEntry.of(intent))
                .handle((receipt, failure) -> failure)
                .thenComposeAsync(
                        failure -> {
                            if (failure == null) {
                                return leased(reduced);
                            }
                            giveBack();
                            return CompletableFuture.completedFuture(
                                    PublishGate.unwrapped(failure) instanceof StaleEpoch
                                            ? null
                                            : new Shipment.Later("EVIDENCE_UNAVAILABLE", EVIDENCE_MILLIS));
                        },
                        executor);
    }

    private AnswerFormat format() {
        CompiledOperation operation = Objects.requireNonNull(
                permitted.resource().operation(ExchangeShape.Event.MESSAGES), "an event has its one operation");
        return operation.operation().answer();
    }

    /** Not known to be in force any more means not released. */
    private CompletionStage<Shipment.@Nullable Result> leased(Obligations.Reduced reduced) {
        long epoch = permitted.policy().epoch();
        if (gate.lease().allows(epoch)) {
            return call(reduced);
        }
        return gate.lease().renew().thenCompose(done -> {
            if (gate.lease().allows(epoch)) {
                return call(reduced);
            }
            giveBack();
            outcome(Outcome.Result.NOT_RELEASED, 0);
            return CompletableFuture.completedFuture(
                    gate.lease().epoch() > epoch ? null : new Shipment.Later("POLICY_UNKNOWN", 1_000));
        });
    }

    private CompletionStage<Shipment.@Nullable Result> call(Obligations.Reduced reduced) {
        CompletableFuture<Shipment.@Nullable Result> result = new CompletableFuture<>();
        long[] taken = new long[1];
        way.leg()
                .call(new LegCall(
                        id.toString(),
                        "POST",
                        permitted.delivery().target(),
                        null,
                        reduced.body(),
                        null,
                        () -> gate.lease().epoch() <= permitted.policy().epoch(),
                        (bytes, offset, length) -> {
                            taken[0] += length;
                            if (taken[0] > MAX_ANSWER) {
                                throw new ConnectorFault(FaultCode.COUNTERPART_OVERSIZED, "the answer is too long");
                            }
                        },
                        outcome -> result.complete(ended(outcome, reduced.body().length)),
                        format() == AnswerFormat.JSON ? null : "application/xml;charset=UTF-8",
                        headers()));
        return result;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Hub-Original-Exchange-Id", shipment.original().toString());
        headers.put("Idempotency-Key", shipment.original().toString());
        headers.put("Hub-Resource", shipment.resource());
        headers.put("Hub-Message-Key", shipment.key());
        headers.put("Hub-Message-Sequence", Long.toString(shipment.sequence()));
        if (shipment.disordered()) {
            headers.put("Hub-Message-Out-Of-Order", "true");
        }
        return headers;
    }

    private Shipment.@Nullable Result ended(LegOutcome outcome, int bytes) {
        if (outcome instanceof LegOutcome.Answered) {
            outcome(Outcome.Result.COMPLETE, bytes);
            return new Shipment.Delivered(id);
        }
        if (outcome instanceof LegOutcome.Failed failed) {
            boolean begun = failed.code() != FaultCode.ADDRESS_NOT_ALLOWED
                    && failed.code() != FaultCode.CONNECTOR_MISCONFIGURED;
            outcome(begun ? Outcome.Result.RELEASED_NOT_FULLY_TAKEN : Outcome.Result.NOT_RELEASED, 0);
            return new Shipment.Failed(
                    failed.code().name(), failed.message(), failed.code() == FaultCode.COUNTERPART_REFUSED);
        }
        giveBack();
        outcome(Outcome.Result.NOT_RELEASED, 0);
        LegOutcome.Refused refused = (LegOutcome.Refused) outcome;
        return switch (refused.why()) {
            case UNWANTED -> null;
            case BUSY -> new Shipment.Later("CONNECTOR_BUSY", 100);
            case OPEN -> new Shipment.Later("CONNECTOR_OPEN", 1_000L * refused.retryAfterSeconds());
            case NOT_RUNNING -> new Shipment.Later("CONNECTOR_NOT_RUNNING", 1_000);
        };
    }

    private CompletionStage<Shipment.@Nullable Result> notTried(Shipment.Result result) {
        giveBack();
        return CompletableFuture.completedFuture(result);
    }

    private void giveBack() {
        gate.quotas().giveBack(permitted.grant().grant(), counted, permitted.at());
    }

    private void outcome(Outcome.Result result, long bytes) {
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started);
        gate.ledger().appendLater(EvidenceEntry.of(new Outcome(id, gate.clock().instant(), result, bytes, micros)));
    }

    private Intent intent(Obligations.Reduced reduced, ReleasedFields fields) {
        Grant grant = permitted.grant().grant();
        Map<String, String> attributes = new HashMap<>(shipment.notes());
        attributes.put("original", shipment.original().toString());
        attributes.put("attempt", Integer.toString(shipment.attempt()));
        return new Intent(
                id,
                permitted.at(),
                Intent.Pattern.EVENT,
                new Asker(shipment.system(), permitted.system().department(), "", "delivery", null),
                new Asked(
                        shipment.resource(),
                        permitted.resource().resource().revision(),
                        ExchangeShape.Event.MESSAGES,
                        permitted.purpose(),
                        null,
                        gate.keys().commit(id, EvidenceKeys.REQUEST, shipment.body())),
                new Basis(
                        grant.id(),
                        grant.revision(),
                        permitted.policy().epoch(),
                        new Basis.Quota(counted.dayCount(), grant.perDay(), counted.monthCount(), grant.perMonth())),
                new Release(
                        connector,
                        way.revision(),
                        fields,
                        reduced.commitment(),
                        reduced.body().length,
                        reduced.subjects(),
                        reduced.commitments()),
                Attributes.of(attributes));
    }
}
