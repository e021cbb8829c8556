package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.IncomingMessage;
import cn.laohekou.hub.connector.api.MessageIntake;
import cn.laohekou.hub.runtime.exchange.EventIntake;
import cn.laohekou.hub.runtime.exchange.PublishGate;
import cn.laohekou.hub.runtime.registry.PolicyState;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.MessageForm;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Messages that come in through connectors: published as the one event resource that names the connector. */
public final class ConnectorIntake implements MessageIntake {

    private final PolicyState policy;
    private final PublishGate gate;
    private final EventIntake intake;

    /**
     * @param policy the published policy
     * @param gate what they pass
     * @param intake where they go
     */
    public ConnectorIntake(PolicyState policy, PublishGate gate, EventIntake intake) {
        this.policy = policy;
        this.gate = gate;
        this.intake = intake;
    }

    @Override
    public CompletionStage<Void> take(String connector, IncomingMessage message) {
        Snapshot snapshot = policy.current();
        List<CompiledResource> resources = snapshot.policy().resources().stream()
                .filter(resource -> resource.resource().connector().equals(connector)
                        && resource.findings().isEmpty()
                        && resource.resource().shape() instanceof ExchangeShape.Event)
                .toList();
        if (resources.size() != 1 || !snapshot.isActive(connector)) {
            return failed(
                    FaultCode.CONNECTOR_MISCONFIGURED,
                    "须恰有一个运行中的消息资源使用此连接器。 Exactly one running event resource has to name this connector.");
        }
        ExchangeShape.Event shape =
                (ExchangeShape.Event) resources.get(0).resource().shape();
        if (message.body().length > shape.maxMessageBytes()) {
            return failed(FaultCode.COUNTERPART_OVERSIZED, "消息过大。 The message is larger than the resource declares.");
        }
        try {
            return intake.take(gate.fromConnector(
                            snapshot.policy(), resources.get(0), message.messageId(), message.key(), message.body()))
                    .thenCompose(taken -> taken instanceof EventIntake.Accepted
                            ? CompletableFuture.completedFuture(null)
                            : failed(
                                    FaultCode.COUNTERPART_FAILED,
                                    "未接收，请稍后重送。 Not taken; offer it again later: "
                                            + ((EventIntake.Refused) taken).code()));
        } catch (Unfilterable | MessageForm.BadKey e) {
            return failed(FaultCode.COUNTERPART_BAD_ANSWER, "消息不符合登记的格式。 The message is not as declared.");
        }
    }

    private static CompletionStage<Void> failed(FaultCode code, String message) {
        return CompletableFuture.failedFuture(new ConnectorFault(code, message));
    }
}
