package cn.laohekou.hub.runtime.exchange;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Puts a decoder that refuses ambiguous requests in the place of the server's own, before a connection's first byte is
 * read. The server's own drops the length of a request that also has a transfer encoding, so nobody behind it could still
 * see that there were two. An invalid request is answered with 400 and its connection closed.
 *
 * <p>Found by Netty as a service once {@link #install} was called.
 */
public final class StrictRequests extends ChannelInitializerExtension {

    private static final String NAME = "hub-strict-requests";
    private static final String TLS = "ssl";
    private static final String DECODER = "httpDecoder";

    /** As {@code quarkus.http.limits.max-header-size} says to the decoder that is replaced. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    /** Switches it on for every HTTP server of this process that is started later. */
    public static void install() {
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addLast(NAME, new FirstRead());
    }

    /** Waits for the first bytes, or behind TLS for the first that are decrypted: the server's handlers stand by then. */
    private static final class FirstRead extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ChannelPipeline pipeline = context.pipeline();
            pipeline.remove(this);
            if (pipeline.get(TLS) != null && context.name().equals(NAME)) {
                pipeline.addAfter(TLS, NAME + "-tls", new FirstRead());
            } else if (pipeline.get(DECODER) instanceof VertxHttpRequestDecoder) {
                pipeline.replace(DECODER, DECODER, new Decoder());
            }
            context.fireChannelRead(message);
        }
    }

    private static final class Decoder extends VertxHttpRequestDecoder {

        Decoder() {
            super(new HttpServerOptions().setMaxHeaderSize(MAX_HEADER_BYTES));
        }

        /** Asked once per request, when its head is complete and before its framing is acted on. */
        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            if (message instanceof HttpRequest request) {
                String fault = RequestFraming.fault(request);
                if (fault != null) {
                    throw new IllegalArgumentException("ambiguous request: " + fault);
                }
            }
            return super.isContentAlwaysEmpty(message);
        }
    }
}
