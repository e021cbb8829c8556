package cn.laohekou.hub.connector.api;

import java.util.concurrent.CompletionStage;

/**
 * Where a connector that receives messages hands them over. The hub binds one under {@link #NAME} in the Camel registry.
 *
 * <p>Thread-safe; never blocks.
 */
@FunctionalInterface
public interface MessageIntake {

    /** Name in the Camel registry. */
    String NAME = "hubMessageIntake";

    /**
     * Takes a message.
     *
     * @param connector name of the connector it came through
     * @param message the message
     * @return completes when the message and its evidence are durable: only then may the counterpart be told that it was
     *     taken. Completes exceptionally with a {@link ConnectorFault} when it was not taken; it may be offered again
     */
    CompletionStage<Void> take(String connector, IncomingMessage message);
}
