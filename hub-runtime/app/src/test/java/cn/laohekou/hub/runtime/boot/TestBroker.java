package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** The hub's own embedded broker, for tests of what uses it. */
public final class TestBroker implements AutoCloseable {

    private final HubBroker broker;

    private TestBroker(HubBroker broker) {
        this.broker = broker;
    }

    /** Starts it as the hub does. */
    public static TestBroker start(Path data) throws CannotStart {
        return new TestBroker(HubBroker.start(data));
    }

    /** Its address. */
    public static String url() {
        return HubBroker.EMBEDDED_URL;
    }

    /** Behind the hub's back. */
    public ActiveMQServer server() {
        return broker.server();
    }

    @Override
    public void close() throws CannotStart {
        broker.close();
    }
}
