package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;

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

    /**
     * Lets the broker be reached over loopback as well, for a hub that another class loader holds.
     *
     * @return its address
     */
    public String listen() {
        try {
            Acceptor acceptor = server().getRemotingService().createAcceptor("test", "tcp://127.0.0.1:0");
            acceptor.start();
            return "tcp://127.0.0.1:" + ((NettyAcceptor) acceptor).getActualPort();
        } catch (Exception e) { // Artemis declares nothing narrower.
            throw new IllegalStateException("The broker does not listen", e);
        }
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
