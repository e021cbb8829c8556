package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.api.RequestSigning;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Sends calls; owns the connections, which live from start to stop of its route. */
final class HubHttpProducer extends DefaultAsyncProducer {

    private static final Set<String> CLIENT_AUTHENTICATION = Set.of("basic", "post");

    private final Vertx vertx;
    private final OutgoingGuard guard;
    private final RequestPlan plan;
    private final RequestSigning.@Nullable Signer signer;
    private volatile @Nullable Counterpart counterpart;

    HubHttpProducer(
            HubHttpEndpoint endpoint,
            Vertx vertx,
            OutgoingGuard guard,
            RequestPlan plan,
            RequestSigning.@Nullable Signer signer) {
        super(endpoint);
        this.vertx = vertx;
        this.guard = guard;
        this.plan = plan;
        this.signer = signer;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        HttpOptions options = plan.options();
        Way way = Way.to(guard, options, plan.base());
        TokenSource tokens = tokens(options);
        counterpart =
                new Counterpart(vertx, ClientFactory.open(vertx, options, plan.base()), way, plan, signer, tokens);
    }

    private @Nullable TokenSource tokens(HttpOptions options) throws ConnectorFault {
        if (!options.authentication().equals("oauth2")) {
            return null;
        }
        OAuthOptions oauth = options.oauth();
        if (oauth.clientId().isEmpty()
                || oauth.clientSecret().isEmpty()
                || !CLIENT_AUTHENTICATION.contains(oauth.clientAuthentication())) {
            throw Faults.misconfigured(
                    "oauth2 认证需要 clientId、clientSecret，clientAuthentication 只能是 basic 或 post。",
                    "Authentication oauth2 needs clientId and clientSecret; clientAuthentication is basic or post.");
        }
        BaseAddress address = BaseAddress.parse(oauth.tokenUrl());
        Way way = Way.to(guard, options, address);
        HttpClient client = ClientFactory.open(vertx, options, address);
        TokenEndpoint endpoint = new TokenEndpoint(client, way, options);
        return new TokenSource(endpoint::ask, System::nanoTime, client::close);
    }

    @Override
    protected void doStop() throws Exception {
        Counterpart open = counterpart;
        counterpart = null;
        if (open != null) {
            open.close();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Context context = vertx.getOrCreateContext();
        HttpCall call;
        try {
            call = HttpCall.prepare(running(), context, exchange, callback);
        } catch (ConnectorFault fault) {
            exchange.setException(fault);
            callback.done(true);
            return true;
        }
        if (Context.isOnEventLoopThread() && Vertx.currentContext() == context) {
            call.start();
        } else {
            context.runOnContext(ignored -> call.start());
        }
        return false;
    }

    private Counterpart running() throws ConnectorFault {
        Counterpart open = counterpart;
        if (open == null) {
            throw Faults.misconfigured("连接器已停止。", "The connector has been stopped.");
        }
        return open;
    }
}
