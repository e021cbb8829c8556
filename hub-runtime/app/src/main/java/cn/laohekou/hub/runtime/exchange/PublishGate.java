package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.Commitment;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Receipt;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.StaleEpoch;
import cn.laohekou.hub.security.evidence.Subjects;
import cn.laohekou.hub.security.evidence.Tally;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.MessageForm;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.Resource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The gate as a message passes it on its way in, however it came. Thread-safe. */
public final class PublishGate {

    /** Stands where a grant's id would: a publisher's right rests on the resource itself. */
    static final String BASIS = "publisher";

    private final Gate gate;

    PublishGate(Gate gate) {
        this.gate = gate;
    }

    /** It may no longer be published under the policy now in force. */
    static final class NoLongerPermitted extends Exception {
        private static final long serialVersionUID = 1L;

        NoLongerPermitted() {
            super("no longer permitted to publish", null, false, false);
        }
    }

    /**
     * Who sends a message, and whether that is permitted under a policy.
     *
     * @param asker as evidence keeps it
     * @param attributes further inputs of the decision
     * @param permitted whether it may publish
     */
    record Sender(Asker asker, Attributes attributes, Predicate<PolicySnapshot> permitted) {}

    /**
     * Checks a message and makes it ready to be taken.
     *
     * @param exchange exchange id
     * @param at when it came
     * @param resource a resource of the event pattern
     * @param sender who was found to be permitted under the policy
     * @param idempotencyKey what the sender calls it by; null when by nothing
     * @param key what keeps it in order, when the message itself does not say; null for what the message says
     * @throws Unfilterable when it is not as declared
     * @throws MessageForm.BadKey when it has no single key
     */
    Publication publication(
            UUID exchange,
            Instant at,
            PolicySnapshot policy,
            CompiledResource resource,
            Sender sender,
            @Nullable String idempotencyKey,
            @Nullable String key,
            byte[] body)
            throws Unfilterable, MessageForm.BadKey {
        String found = resource.messageForm().read(body);
        ExchangeShape.Event shape = (ExchangeShape.Event) resource.resource().shape();
        return new Publication(
                exchange,
                at,
                resource.resource().name(),
                sender.asker().system(),
                idempotencyKey,
                found.isEmpty() && key != null ? key : found,
                shape.format(),
                body,
                policy,
                (id, tallies) -> record(id, at, policy, resource.resource(), sender, body, tallies));
    }

    /**
     * Makes a message ready that came through a connector of the resource's owner, as whose it is published.
     *
     * @param messageId what the counterpart calls it by; null when by nothing
     * @param key what keeps it in order, when the message itself does not say; null for what the message says
     * @throws Unfilterable when it is not as declared
     * @throws MessageForm.BadKey when it has no single key
     */
    public Publication fromConnector(
            PolicySnapshot policy,
            CompiledResource resource,
            @Nullable String messageId,
            @Nullable String key,
            byte[] body)
            throws Unfilterable, MessageForm.BadKey {
        Instant now = gate.clock().instant();
        String connector = resource.resource().connector();
        Asker asker = new Asker(connector, resource.resource().department(), "", "connector", null);
        Sender sender = new Sender(
                asker,
                Attributes.NONE,
                newer -> gate.connectorActive().test(connector)
                        && newer.resource(resource.resource().name()) != null);
        return publication(ExchangeIds.next(now.toEpochMilli()), now, policy, resource, sender, messageId, key, body);
    }

    private CompletionStage<Receipt> record(
            UUID id,
            Instant at,
            PolicySnapshot policy,
            Resource resource,
            Sender sender,
            byte[] body,
            List<Tally> tallies) {
        Intent intent = intent(id, at, policy, resource, sender, body);
        return gate.ledger().append(EvidenceEntry.of(intent).counting(tallies)).exceptionallyCompose(failure -> {
            if (!(unwrapped(failure) instanceof StaleEpoch)) {
                return CompletableFuture.failedFuture(failure);
            }
            return gate.refresh().get().thenCompose(newer -> {
                CompiledResource now = newer.resource(resource.name());
                if (now == null || !sender.permitted().test(newer)) {
                    return CompletableFuture.failedFuture(new NoLongerPermitted());
                }
                return record(id, at, newer, now.resource(), sender, body, tallies);
            });
        });
    }

    private Intent intent(UUID id, Instant at, PolicySnapshot policy, Resource resource, Sender sender, byte[] body) {
        Commitment commitment = gate.keys().commit(id, EvidenceKeys.REQUEST, body);
        return new Intent(
                id,
                at,
                Intent.Pattern.EVENT,
                sender.asker(),
                new Asked(resource.name(), resource.revision(), ExchangeShape.Event.MESSAGES, BASIS, null, commitment),
                new Basis(BASIS, resource.revision(), policy.epoch(), Basis.Quota.UNLIMITED),
                new Release(
                        resource.connector(),
                        0,
                        ReleasedFields.of(List.of()),
                        commitment,
                        body.length,
                        Subjects.none(),
                        null),
                sender.attributes());
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
