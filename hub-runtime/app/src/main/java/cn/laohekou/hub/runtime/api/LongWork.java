package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that takes longer than a connection may be silent: it goes on by itself, and whoever asks again under the same name
 * gets its end. One at a time.
 */
final class LongWork {

    private final Duration patience;
    private final Executor executor;
    private @Nullable String name;
    private @Nullable CompletableFuture<ObjectNode> running;

    /**
     * @param patience how long one call waits for the end
     * @param executor runs the work; one new thread at a time is enough
     */
    LongWork(Duration patience, Executor executor) {
        this.patience = patience;
        this.executor = executor;
    }

    /**
     * Starts work, or joins that of the same name, and waits a while.
     *
     * @param what its name
     * @param work what to do if it is not under way
     * @return what it answered; null while it goes on: ask again
     * @throws Refused when it was refused, or when other work is under way
     */
    @Nullable
    ObjectNode ask(String what, Supplier<ObjectNode> work) {
        CompletableFuture<ObjectNode> mine = join(what, work);
        try {
            ObjectNode answer = mine.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            forget(mine);
            return answer;
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            forget(mine);
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private synchronized CompletableFuture<ObjectNode> join(String what, Supplier<ObjectNode> work) {
        CompletableFuture<ObjectNode> there = running;
        if (there != null && what.equals(name)) {
            return there;
        }
        if (there != null && !there.isDone()) {
            throw Refused.of(
                    ErrorCode.STATE_CONFLICT, "正在归档，请等待其完成。", "An archive is being made; wait until it is done.");
        }
        CompletableFuture<ObjectNode> started = CompletableFuture.supplyAsync(work, executor);
        name = what;
        running = started;
        return started;
    }

    private synchronized void forget(CompletableFuture<ObjectNode> done) {
        if (running == done) {
            running = null;
            name = null;
        }
    }
}
