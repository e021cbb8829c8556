package cn.laohekou.hub.runtime.health;

import cn.laohekou.hub.runtime.wiring.HubConfig;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.jspecify.annotations.Nullable;

/** Asks the broker itself, embedded or external, whether it takes sessions. */
@ApplicationScoped
class BrokerState {

    private final String url;
    private @Nullable ServerLocator locator;
    private @Nullable ClientSessionFactory factory;

    BrokerState(HubConfig config) {
        this.url = config.broker().url();
    }

    /** Whether a session could be opened just now. */
    synchronized boolean active() {
        try (ClientSession session = connected().createSession()) {
            return !session.isClosed();
        } catch (Exception e) { // Artemis declares nothing narrower; whatever it is, the broker is not there.
            close();
            return false;
        }
    }

    private ClientSessionFactory connected() throws Exception {
        ClientSessionFactory open = factory;
        if (open == null || open.isClosed()) {
            locator = ActiveMQClient.createServerLocator(url).setReconnectAttempts(0);
            open = locator.createSessionFactory();
            factory = open;
        }
        return open;
    }

    synchronized void stop(@Observes ShutdownEvent stopping) {
        close();
    }

    private void close() {
        if (factory != null) {
            factory.close();
            factory = null;
        }
        if (locator != null) {
            locator.close();
            locator = null;
        }
    }
}
