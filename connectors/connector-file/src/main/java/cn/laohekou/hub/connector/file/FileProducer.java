package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Carries out pieces of work on threads of its own: files block. The hub's bounds around the route limit how many. */
final class FileProducer extends DefaultAsyncProducer {

    private final FileStore store;
    private volatile @Nullable ExecutorService workers;

    FileProducer(FileEndpoint endpoint, FileStore store) {
        super(endpoint);
        this.store = store;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        workers = getEndpoint().getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "hub-file");
    }

    @Override
    protected void doStop() throws Exception {
        ExecutorService running = workers;
        workers = null;
        if (running != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(running);
        }
        store.close();
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ExecutorService running = workers;
        try {
            if (running == null) {
                throw new RejectedExecutionException("stopped");
            }
            running.execute(() -> {
                run(exchange);
                callback.done(false);
            });
            return false;
        } catch (RejectedExecutionException stopped) {
            exchange.setException(
                    Faults.of(FaultCode.CONNECTOR_MISCONFIGURED, "连接器已停止。", "The connector has been stopped."));
            callback.done(true);
            return true;
        }
    }

    private void run(Exchange exchange) {
        try {
            if (exchange.getProperty(ExchangeKeys.PROBE, false, Boolean.class)) {
                store.probe();
                return;
            }
            FileWork work = exchange.getProperty(ExchangeKeys.FILE_WORK, FileWork.class);
            if (work == null) {
                throw Faults.of(
                        FaultCode.CONNECTOR_MISCONFIGURED,
                        "此连接器传文件，不答查询。",
                        "This connector transfers files and answers no queries.");
            }
            store.run(work);
        } catch (ConnectorFault | RuntimeException e) {
            exchange.setException(e);
        }
    }
}
