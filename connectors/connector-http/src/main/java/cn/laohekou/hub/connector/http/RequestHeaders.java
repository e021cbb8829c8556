package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ExchangeKeys;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The headers of a request: the connector's own and what the hub states of the exchange, never one of the caller's. */
final class RequestHeaders {

    private static final CharSequence EXCHANGE_ID = HttpHeaders.createOptimized("Hub-Exchange-Id");
    private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized("traceparent");

    /** W3C Trace Context, 3.2: length of a version 00 traceparent. */
    private static final int TRACE_PARENT_LENGTH = 55;

    private static final int MAX_ID_LENGTH = 64;

    private RequestHeaders() {}

    /** Writes all but a signature, which covers what is written here. */
    static void write(
            MultiMap headers, RequestPlan plan, Exchange exchange, boolean hasBody, @Nullable AccessToken token) {
        plan.headers().addTo(headers);
        if (hasBody) {
            headers.add(HttpHeaders.CONTENT_TYPE, bodyType(plan, exchange));
        }
        addAll(headers, exchange.getProperty(ExchangeKeys.HEADERS));
        addAll(headers, exchange.getProperty(CallKeys.HEADERS));
        if (token != null) {
            headers.add(HttpHeaders.AUTHORIZATION, token.header());
        }
        String exchangeId = exchange.getProperty(ExchangeKeys.EXCHANGE_ID, String.class);
        if (exchangeId != null && exchangeId.length() <= MAX_ID_LENGTH && isPlain(exchangeId)) {
            headers.add(EXCHANGE_ID, exchangeId);
        }
        String trace = exchange.getProperty(ExchangeKeys.TRACE_PARENT, String.class);
        if (trace != null && trace.length() == TRACE_PARENT_LENGTH && isPlain(trace)) {
            headers.add(TRACE_PARENT, trace);
        }
    }

    /** What a connector says of the body it made, else what the hub says of the one it handed over. */
    private static CharSequence bodyType(RequestPlan plan, Exchange exchange) {
        String own = exchange.getProperty(CallKeys.CONTENT_TYPE, String.class);
        String given = own != null ? own : exchange.getProperty(ExchangeKeys.BODY_TYPE, String.class);
        return given != null ? given : plan.contentType();
    }

    private static void addAll(MultiMap headers, @Nullable Object more) {
        if (more instanceof Map<?, ?> map) {
            map.forEach((name, value) -> headers.set(String.valueOf(name), String.valueOf(value)));
        }
    }

    /** Letters, digits and hyphens: all an exchange id or a traceparent consists of. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }
}
