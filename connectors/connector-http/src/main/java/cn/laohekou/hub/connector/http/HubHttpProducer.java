package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.api.RequestSigning;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Sends calls; owns the connections, which live from start to stop of its route. */
final class HubHttpProducer extends DefaultAsyncProducer {

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
        HttpClient client = ClientFactory.open(vertx, plan);
        counterpart = new Counterpart(vertx, client, guard, plan, signer);
    }

    @Override
    protected void doStop() throws Exception {
        Counterpart open = counterpart;
        counterpart = null;
        if (open != null) {
            open.client().close();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        HttpCall call;
        try {
            call = HttpCall.prepare(running(), exchange, callback);
        } catch (ConnectorFault fault) {
            exchange.setException(fault);
            callback.done(true);
            return true;
        }
        Context context = vertx.getOrCreateContext();
        if (Context.isOnEventLoopThread() && Vertx.currentContext() == context) {
            call.start(context);
        } else {
            context.runOnContext(ignored -> call.start(context));
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
