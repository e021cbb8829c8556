package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.HomeLock;
import cn.laohekou.hub.embedded.SecretFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What runs beside Quarkus in this process, started in order and stopped in reverse, once, whoever asks first. */
final class Services {

    /** Longer than any exchange may take; after it the services stop under whatever still runs. */
    private static final long QUARKUS_STOP_SECONDS = 60;

    private final PrintStream progress;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final CountDownLatch quarkusEnded = new CountDownLatch(1);
    private volatile boolean quarkusRuns;
    private volatile boolean exiting;
    private volatile int exitCode;

    Services(PrintStream progress) {
        this.progress = progress;
    }

    /** Locks the home, starts database and broker side by side and sets the properties Quarkus reads. */
    void start(HubSettings settings) throws CannotStart {
        long begin = System.nanoTime();
        Path home = settings.home();
        opened(HomeLock.take(home, "hub.lock"));
        if (settings.sandbox()) {
            SecretFile.createKeyIfAbsent(settings.keyFile());
        }
        checkKey(settings.keyFile());
        String clientSecret = SecretFile.read(settings.keycloak().clientSecretFile());
        String provisionerSecret = SecretFile.read(settings.keycloak().provisionerSecretFile());
        // The database's driver and the broker both ask for a logger first thing; two threads that set logging up at
        // the
        // same moment wait for each other for ever.
        Logger unused = Logger.getLogger("hub.boot");
        CompletableFuture<@Nullable HubBroker> broker = CompletableFuture.supplyAsync(() -> broker(settings));
        HubDatabase database = null;
        CannotStart refused = null;
        try {
            database = HubDatabase.open(settings);
            opened(database);
            say(begin, "数据库就绪 database ready");
        } catch (CannotStart e) {
            refused = e;
        }
        HubBroker started = join(broker);
        if (started != null) {
            opened(started);
            say(begin, "消息代理就绪 broker ready");
        }
        if (refused != null || database == null) {
            throw refused == null ? new CannotStart("数据库未启动。 No database.") : refused;
        }
        HubProperties.set(settings, database, clientSecret, provisionerSecret);
        quarkusRuns = true;
    }

    /** Called by Quarkus on its own way out. */
    void quarkusEnded(int code, @Nullable Throwable failure) {
        exitCode = code;
        if (failure != null) {
            progress.println("无法启动 cannot start: " + rootMessage(failure));
        }
        quarkusEnded.countDown();
    }

    /** Ends the process after Quarkus returned, unless the process is already on its way out. */
    void finish() {
        quarkusEnded.countDown();
        if (!exiting) {
            System.exit(exitCode);
        }
    }

    /** Shutdown hook: waits for Quarkus, then stops the rest. */
    void stopAtExit() {
        exiting = true;
        try {
            if (quarkusRuns && !quarkusEnded.await(QUARKUS_STOP_SECONDS, TimeUnit.SECONDS)) {
                progress.println("枢纽未按时停止，现停止其服务。 The hub did not stop in time; stopping its services.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopAll();
    }

    private static void checkKey(Path file) throws CannotStart {
        if (!Files.exists(file)) {
            throw new CannotStart("没有主密钥文件 " + file + "；请在数据目录之外生成并妥善备份："
                    + " There is no master key; make one outside the data folder and keep a copy safe:"
                    + " (umask 077; head -c 32 /dev/urandom | base64 > FILE; chmod 400 FILE), HUB_KEY_FILE=FILE");
        }
        SecretFile.read(file);
    }

    private void stopAll() {
        while (true) {
            AutoCloseable next;
            synchronized (running) {
                next = running.pollFirst();
            }
            if (next == null) {
                return;
            }
            try {
                next.close();
            } catch (Exception e) { // Whatever fails, the others still have to be stopped.
                progress.println(String.valueOf(e.getMessage()));
            }
        }
    }

    private void opened(AutoCloseable service) {
        synchronized (running) {
            running.addFirst(service);
        }
    }

    private static @Nullable HubBroker broker(HubSettings settings) {
        try {
            if (settings.brokerUrl().isPresent()) {
                return null;
            }
            Path data = settings.home().resolve("data/broker");
            SecretFile.privateFolder(data);
            return HubBroker.start(data);
        } catch (CannotStart | IOException e) {
            throw new CompletionException(e);
        }
    }

    private static @Nullable HubBroker join(CompletableFuture<@Nullable HubBroker> broker) throws CannotStart {
        try {
            return broker.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CannotStart refused) {
                throw refused;
            }
            throw new CannotStart("消息代理的目录不可用。 The broker's folder cannot be used.", e);
        }
    }

    private void say(long begin, String what) {
        Duration since = Duration.ofNanos(System.nanoTime() - begin);
        progress.printf("[%3d.%d s] %s%n", since.toSeconds(), since.toMillisPart() / 100, what);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        // The launcher shows this one line; the log has the rest.
        return root.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
    }
}
