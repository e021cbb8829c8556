package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** One connector's files. Producer only: the hub asks, nothing is watched by Camel. */
public final class FileEndpoint extends DefaultEndpoint {

    /** Opens the files when the route starts. */
    @FunctionalInterface
    interface Opener {
        FileStore open() throws ConnectorFault;
    }

    private final Record options;
    private final Opener opener;

    FileEndpoint(String uri, DefaultComponent component, Record options, Opener opener) {
        super(uri, component);
        this.options = options;
        this.opener = opener;
    }

    /** The options exactly as received; may hold secrets, so they are for comparison and never for printing. */
    public Record options() {
        return options;
    }

    @Override
    public Producer createProducer() throws Exception {
        return new FileProducer(this, opener.open());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("files are asked for; the component does not listen");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }
}
