package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FileWork;
import cn.laohekou.hub.connector.api.FolderGuard;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** A route over one of the components, with guards that can be told to refuse. */
final class FileRoute implements AutoCloseable {

    final AtomicBoolean allowed = new AtomicBoolean(true);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate entry;

    FileRoute(String component, Map<String, Object> settings) throws Exception {
        camel.getRegistry().bind(FolderGuard.BEAN, (FolderGuard) (connector, folder) -> refuseUnlessAllowed());
        camel.getRegistry().bind(OutgoingGuard.BEAN, (OutgoingGuard) (connector, host, port) -> {
            try {
                refuseUnlessAllowed();
                return CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
            } catch (ConnectorFault refused) {
                return CompletableFuture.failedFuture(refused);
            }
        });
        settings.forEach((name, value) -> camel.getRegistry().bind("setting-" + name, value));
        String uri = component + ":provider?"
                + settings.keySet().stream()
                        .map(name -> name + "=#setting-" + name)
                        .collect(Collectors.joining("&"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:files").errorHandler(noErrorHandler()).to(uri);
            }
        });
        camel.start();
        entry = camel.createProducerTemplate();
    }

    private void refuseUnlessAllowed() throws ConnectorFault {
        if (!allowed.get()) {
            throw new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "not allowed");
        }
    }

    /** What went wrong, null when nothing. */
    @Nullable
    FaultCode run(@Nullable FileWork work) {
        Exchange exchange = entry.send("direct:files", sent -> {
            sent.setProperty(ExchangeKeys.FILE_WORK, work);
            sent.setProperty(ExchangeKeys.PROBE, work == null);
        });
        Exception failure = exchange.getException();
        if (failure instanceof ConnectorFault fault) {
            return fault.code();
        }
        if (failure != null) {
            throw new AssertionError(failure);
        }
        return null;
    }

    List<FileEntries.Entry> list(String folder) {
        List<FileEntries.Entry> found = new ArrayList<>();
        FaultCode fault = run(new FileWork.Listing(folder, found::add));
        if (fault != null) {
            throw new AssertionError(fault);
        }
        return found;
    }

    byte[] read(String path, long offset, int length) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        FaultCode fault = run(new FileWork.Read(path, offset, length, read::write));
        if (fault != null) {
            throw new AssertionError(fault);
        }
        return read.toByteArray();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
