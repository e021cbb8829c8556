package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;

/** The embedded Artemis broker: reachable inside this process only, every acknowledged message synced to disk. */
final class HubBroker implements AutoCloseable {

    /** Address under which the hub's own code reaches the embedded broker. */
    static final String EMBEDDED_URL = "vm://0";

    private static final long ACTIVATION_LIMIT_SECONDS = 60;

    /**
     * Nanoseconds the journal gathers writes before a sync. Fixed, because Artemis otherwise measures the disk at start
     * and two starts behave differently; 300 microseconds is below one sync of any disk.
     */
    private static final int JOURNAL_BUFFER_NANOS = 300_000;

    /** The largest message of a resource, 1 MiB, is one record of the journal. */
    private static final int JOURNAL_BUFFER_BYTES = 4 * 1024 * 1024;

    /** Messages the broker holds in memory before it pages, in bytes. */
    private static final long MEMORY_BYTES = 64L * 1024 * 1024;

    /** Percentage of the disk beyond which no message is taken. */
    private static final int MOST_DISK_PERCENT = 90;

    private final ActiveMQServer server;

    private HubBroker(ActiveMQServer server) {
        this.server = server;
    }

    /**
     * Starts the broker and waits until it is active: a broker that failed to start only writes that to its log.
     *
     * @param data folder for journal, bindings, pages and large messages
     * @throws CannotStart when it does not become active or its journal does not sync
     */
    static HubBroker start(Path data) throws CannotStart {
        ActiveMQServer server = ActiveMQServers.newActiveMQServer(configuration(data), null, null, true);
        HubBroker broker = new HubBroker(server);
        try {
            server.start();
            if (!server.waitForActivation(ACTIVATION_LIMIT_SECONDS, TimeUnit.SECONDS) || !server.isActive()) {
                throw new CannotStart("内嵌消息代理未能激活，请检查目录 " + data + " 和日志。"
                        + " The embedded broker did not become active; check its folder and the log.");
            }
            checkDurable(server.getConfiguration());
            return broker;
        } catch (CannotStart e) {
            broker.close();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broker.close();
            throw new CannotStart("启动被中断。 The start was interrupted.", e);
        } catch (Exception e) { // Artemis declares nothing narrower.
            broker.close();
            throw new CannotStart(
                    "内嵌消息代理未能启动，请检查目录 " + data
                            + " 和日志。 The embedded broker did not start; check its folder and the log.",
                    e);
        }
    }

    /** The broker itself, for tests that act behind the hub's back. */
    ActiveMQServer server() {
        return server;
    }

    /** Whether the broker takes messages now. */
    boolean isActive() {
        return server.isActive();
    }

    @Override
    public void close() throws CannotStart {
        try {
            server.stop();
        } catch (Exception e) { // Artemis declares nothing narrower.
            throw new CannotStart("内嵌消息代理未能正常停止。 The embedded broker did not stop cleanly.", e);
        }
    }

    /** Settings of the broker can be overridden from outside (system properties); these may not. */
    static void checkDurable(Configuration configuration) throws CannotStart {
        boolean durable = configuration.isPersistenceEnabled()
                && configuration.isJournalDatasync()
                && configuration.isJournalSyncTransactional()
                && configuration.isJournalSyncNonTransactional();
        if (!durable) {
            throw new CannotStart("消息代理的日志同步已关闭，断电会丢失已确认的消息；请恢复 journalSync 设置后重试。"
                    + " The broker's journal sync is off, so acknowledged messages would not survive a power cut;"
                    + " restore it and start again.");
        }
    }

    /**
     * A backlog goes to files and costs no memory; when the disk is nearly full a send is refused, where the default would
     * make it wait for ever. Redelivery is the hub's own affair.
     */
    private static AddressSettings messages() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(MEMORY_BYTES / 4)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setMaxDeliveryAttempts(-1)
                // Never used, as nothing expires or fails here; without them the broker warns at every queue.
                .setDeadLetterAddress(SimpleString.of("hub.unused"))
                .setExpiryAddress(SimpleString.of("hub.unused"))
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false);
    }

    private static Configuration configuration(Path data) throws CannotStart {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                // The only acceptor is inside this process; whoever reaches it already is the hub.
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(JOURNAL_BUFFER_NANOS)
                .setJournalDatasync(true)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setLargeMessagesDirectory(data.resolve("large").toString())
                .setName("hub");
        configuration
                .setJournalBufferSize_NIO(JOURNAL_BUFFER_BYTES)
                .setGlobalMaxSize(MEMORY_BYTES)
                .setMaxDiskUsage(MOST_DISK_PERCENT)
                .addAddressSetting("hub.event.#", messages());
        try {
            return configuration.addAcceptorConfiguration("in-vm", EMBEDDED_URL);
        } catch (Exception e) { // Artemis declares nothing narrower; a constant address cannot fail to parse.
            throw new CannotStart("消息代理配置无效。 The broker's configuration is invalid.", e);
        }
    }
}
