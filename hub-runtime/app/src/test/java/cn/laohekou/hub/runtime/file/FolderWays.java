package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import cn.laohekou.hub.connector.api.FolderGuard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** Real routes over real folders, in front of which a test can make pieces of work fail. */
final class FolderWays implements FileWays, AutoCloseable {

    /** Looks at a piece of work before it goes to its route. */
    @FunctionalInterface
    interface Before {
        @Nullable
        Failed failure(String connector, FileWork work);
    }

    final List<FileWork> done = new CopyOnWriteArrayList<>();
    volatile Before before = (connector, work) -> null;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    FolderWays(Map<String, Path> folders) throws Exception {
        camel.getRegistry().bind(FolderGuard.BEAN, (FolderGuard) (connector, folder) -> {});
        folders.forEach((connector, folder) -> camel.getRegistry().bind(connector, folder.toString()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                folders.keySet()
                        .forEach(connector -> from("direct:" + connector)
                                .errorHandler(noErrorHandler())
                                .to("hub-directory:" + connector + "?folder=#" + connector));
            }
        });
        camel.start();
    }

    @Override
    public OptionalInt revision(String connector) {
        return OptionalInt.of(1);
    }

    @Override
    public CompletableFuture<Void> start(String connector, String transfer, FileWork work) {
        return CompletableFuture.supplyAsync(() -> before.failure(connector, work), threads)
                .thenCompose(
                        failure -> failure == null ? enter(connector, work) : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Void> enter(String connector, FileWork work) {
        Exchange ended = camel.createProducerTemplate()
                .send("direct:" + connector, exchange -> exchange.setProperty(ExchangeKeys.FILE_WORK, work));
        Exception failure = ended.getException();
        if (failure instanceof ConnectorFault fault) {
            return CompletableFuture.failedFuture(new Failed(
                    fault.code() == FaultCode.COUNTERPART_DOWN ? Failed.Why.CUT : Failed.Why.FAULT, fault.code(), 0));
        }
        done.add(work);
        return failure == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
    }

    /** Offsets at which chunks were written, in their order. */
    List<Long> writes() {
        return done.stream()
                .filter(FileWork.Write.class::isInstance)
                .map(work -> ((FileWork.Write) work).offset())
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        camel.stop();
    }
}
