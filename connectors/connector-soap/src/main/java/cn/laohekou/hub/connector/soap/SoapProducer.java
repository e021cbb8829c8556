package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.http.CallKeys;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Calls one service: JSON into a message, through {@code hub-http}, the answer into JSON. */
final class SoapProducer extends DefaultAsyncProducer {

    /** Larger answers are read beside the event loop, which has other calls to serve. */
    private static final int INLINE_BYTES = 32 * 1024;

    private static final int SUCCESS = 200;

    private final RequestBuilder requests;
    private final AsyncProducer transport;

    SoapProducer(SoapEndpoint endpoint, RequestBuilder requests, AsyncProducer transport) {
        super(endpoint);
        this.requests = requests;
        this.transport = transport;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(transport);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopAndShutdownService(transport);
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (Boolean.TRUE.equals(exchange.getProperty(ExchangeKeys.PROBE))) {
            return transport.process(exchange, callback);
        }
        RequestBuilder.Message message;
        try {
            message = requests.build(exchange);
        } catch (ConnectorFault fault) {
            exchange.setException(fault);
            callback.done(true);
            return true;
        }
        Exchange call = new DefaultExchange(getEndpoint().getCamelContext());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        fill(call, exchange, message, answer);
        return transport.process(call, doneSync -> answered(exchange, call, message, answer, callback, doneSync));
    }

    private static void fill(
            Exchange call, Exchange exchange, RequestBuilder.Message message, ByteArrayOutputStream answer) {
        call.setProperty(ExchangeKeys.METHOD, "POST");
        call.setProperty(ExchangeKeys.PATH, "");
        call.setProperty(ExchangeKeys.QUERY, "");
        call.setProperty(ExchangeKeys.EXCHANGE_ID, exchange.getProperty(ExchangeKeys.EXCHANGE_ID));
        call.setProperty(ExchangeKeys.TRACE_PARENT, exchange.getProperty(ExchangeKeys.TRACE_PARENT));
        call.setProperty(ExchangeKeys.ANSWER_SINK, (AnswerSink) answer::write);
        call.setProperty(CallKeys.ERROR_SINK, (AnswerSink) answer::write);
        call.setProperty(CallKeys.CONTENT_TYPE, message.contentType());
        call.setProperty(CallKeys.HEADERS, message.headers());
        call.getMessage().setBody(message.body());
    }

    private void answered(
            Exchange exchange,
            Exchange call,
            RequestBuilder.Message message,
            ByteArrayOutputStream answer,
            AsyncCallback callback,
            boolean doneSync) {
        exchange.setProperty(ExchangeKeys.ANSWER_STATUS, call.getProperty(ExchangeKeys.ANSWER_STATUS));
        Context context = Vertx.currentContext();
        if (answer.size() <= INLINE_BYTES || context == null) {
            read(exchange, call, message.operation(), answer);
            callback.done(doneSync);
            return;
        }
        context.executeBlocking(() -> {
                    read(exchange, call, message.operation(), answer);
                    return true;
                })
                .onComplete(read -> {
                    if (read.failed()) {
                        exchange.setException(read.cause());
                    }
                    callback.done(false);
                });
    }

    private void read(Exchange exchange, Exchange call, SoapOperation operation, ByteArrayOutputStream answer) {
        try {
            String type = call.getProperty(ExchangeKeys.ANSWER_TYPE, "", String.class);
            if (call.getException() instanceof ConnectorFault fault) {
                throw fault(fault, type, answer, operation);
            }
            if (call.getException() != null) {
                exchange.setException(call.getException());
                return;
            }
            byte[] json = json(type, answer, operation);
            AnswerSink sink = exchange.getProperty(ExchangeKeys.ANSWER_SINK, AnswerSink.class);
            if (sink != null) {
                sink.write(json, 0, json.length);
            }
            exchange.setProperty(ExchangeKeys.ANSWER_STATUS, SUCCESS);
            exchange.setProperty(ExchangeKeys.ANSWER_TYPE, "application/json");
        } catch (ConnectorFault fault) {
            exchange.setException(fault);
        }
    }

    private byte[] json(String type, ByteArrayOutputStream answer, SoapOperation operation) throws ConnectorFault {
        byte[] body = answer.toByteArray();
        if (body.length == 0 && operation.output() == null) {
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
        if (!Attachments.isMultipart(type)) {
            return envelope(body, charset(type), operation, new Attachments());
        }
        Attachments attachments = Attachments.read(body, type);
        return envelope(attachments.root(), null, operation, attachments);
    }

    private byte[] envelope(byte[] xml, @Nullable Charset charset, SoapOperation operation, Attachments attachments)
            throws ConnectorFault {
        return new AnswerReader(requests.service(), attachments)
                .read(xml, charset, operation)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A fault comes with an error status; its code says more than the status, and nothing else of it is read. */
    private ConnectorFault fault(
            ConnectorFault status, String type, ByteArrayOutputStream answer, SoapOperation operation) {
        if (answer.size() == 0 || !isAnswer(status.code())) {
            return status;
        }
        try {
            json(type, answer, operation);
            return status;
        } catch (ConnectorFault told) {
            return told.code() == FaultCode.COUNTERPART_BAD_ANSWER ? status : told;
        }
    }

    private static boolean isAnswer(FaultCode code) {
        return code == FaultCode.COUNTERPART_FAILED || code == FaultCode.COUNTERPART_REFUSED;
    }

    /** RFC 7303, 3.1: what the transport says about the encoding goes before what the document says. */
    private static @Nullable Charset charset(String type) throws ConnectorFault {
        try {
            String name = type.isEmpty() ? null : new ContentType(type).getParameter("charset");
            return name == null ? null : Charset.forName(name);
        } catch (ParseException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw Faults.badAnswer("对方应答的字符集无法识别。", "The answer's character set is not known.");
        }
    }
}
