package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** The hub's words for what can go wrong. None of them repeats anything the counterpart sent. */
final class Faults {

    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final int NO_STATUS = 600;

    private Faults() {}

    static ConnectorFault of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ConnectorFault fault) {
            return fault;
        }
        if (cause instanceof ConnectionPoolTooBusyException) {
            return fault(
                    FaultCode.COUNTERPART_TIMEOUT,
                    "等待空闲连接的请求已满，请调大 maxConnections 或降低并发。",
                    "Too many calls wait for a free connection; raise maxConnections or lower the concurrency.");
        }
        if (cause instanceof TimeoutException) {
            return timedOut();
        }
        if (isTls(cause)) {
            return fault(
                    FaultCode.COUNTERPART_DOWN,
                    "与对方的 TLS 握手失败，请核对证书、信任链与主机名。",
                    "The TLS handshake failed; check certificates, trust and host name.");
        }
        if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
            return badAnswer("对方的应答不符合 HTTP 规范。", "The answer is not valid HTTP.");
        }
        return fault(
                FaultCode.COUNTERPART_DOWN, "无法连接对方，或连接中断。", "The counterpart refused the connection or broke it off.");
    }

    static ConnectorFault timedOut() {
        return fault(
                FaultCode.COUNTERPART_TIMEOUT,
                "对方未在 requestTimeoutMs 内完整应答。",
                "No complete answer came within requestTimeoutMs.");
    }

    static ConnectorFault oversized(long limit) {
        return fault(
                FaultCode.COUNTERPART_OVERSIZED,
                "对方的应答解压后超过 " + limit + " 字节。",
                "The unpacked answer is larger than " + limit + " bytes.");
    }

    static ConnectorFault badAnswer(String chinese, String english) {
        return fault(FaultCode.COUNTERPART_BAD_ANSWER, chinese, english);
    }

    static ConnectorFault misconfigured(String chinese, String english) {
        return fault(FaultCode.CONNECTOR_MISCONFIGURED, chinese, english);
    }

    /** For a status outside 2xx. */
    static ConnectorFault status(int status) {
        String shown = Integer.toString(status);
        if (status >= SERVER_ERROR && status < NO_STATUS) {
            return fault(
                    FaultCode.COUNTERPART_FAILED,
                    "对方内部出错，状态码 " + shown + "。",
                    "The counterpart failed with " + shown + ".");
        }
        if (status >= CLIENT_ERROR && status < SERVER_ERROR) {
            return fault(
                    FaultCode.COUNTERPART_REFUSED,
                    "对方拒绝了请求，状态码 " + shown + "。",
                    "The counterpart refused the request with " + shown + ".");
        }
        if (status >= REDIRECT && status < CLIENT_ERROR) {
            return badAnswer(
                    "对方要求重定向（" + shown + "），枢纽不跟随；请把 baseUrl 改为最终地址。",
                    "The counterpart redirects (" + shown
                            + ") and the hub does not follow; set baseUrl to the final address.");
        }
        return badAnswer("对方的状态码 " + shown + " 无法使用。", "Status " + shown + " cannot be used.");
    }

    private static boolean isTls(Throwable cause) {
        return cause instanceof SSLException || cause.getCause() instanceof SSLException;
    }

    private static ConnectorFault fault(FaultCode code, String chinese, String english) {
        return new ConnectorFault(code, chinese + english);
    }
}
