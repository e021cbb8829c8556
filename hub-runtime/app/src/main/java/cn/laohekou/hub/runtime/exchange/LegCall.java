package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.AnswerSink;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the gate asks of a connector.
 *
 * @param exchangeId the exchange's id
 * @param method HTTP method of the declared operation
 * @param path expanded and encoded path below the base address
 * @param query encoded query string, null when none
 * @param body request body, null when none
 * @param traceParent W3C trace context to pass on, null when none
 * @param wanted asked before the counterpart is called after a wait: false when the decision no longer stands
 * @param sink where the answer goes
 * @param done told exactly once how it ended, on any thread
 * @param bodyType media type of the body; null for JSON
 * @param headers what accompanies a delivered message; empty for a query
 * @param properties further exchange properties for connectors that are no request and reply
 */
@SuppressWarnings("ArrayRecordComponent") // the body is handed over, never compared or printed
record LegCall(
        String exchangeId,
        String method,
        String path,
        @Nullable String query,
        byte @Nullable [] body,
        @Nullable String traceParent,
        BooleanSupplier wanted,
        AnswerSink sink,
        Consumer<LegOutcome> done,
        @Nullable String bodyType,
        Map<String, String> headers,
        Map<String, Object> properties) {

    /** A message to be delivered. */
    LegCall(
            String exchangeId,
            String method,
            String path,
            @Nullable String query,
            byte @Nullable [] body,
            @Nullable String traceParent,
            BooleanSupplier wanted,
            AnswerSink sink,
            Consumer<LegOutcome> done,
            @Nullable String bodyType,
            Map<String, String> headers) {
        this(exchangeId, method, path, query, body, traceParent, wanted, sink, done, bodyType, headers, Map.of());
    }

    /** A query. */
    LegCall(
            String exchangeId,
            String method,
            String path,
            @Nullable String query,
            byte @Nullable [] body,
            @Nullable String traceParent,
            BooleanSupplier wanted,
            AnswerSink sink,
            Consumer<LegOutcome> done) {
        this(exchangeId, method, path, query, body, traceParent, wanted, sink, done, null, Map.of());
    }
}
