package cn.laohekou.hub.runtime.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets work in until it is closed; closing completes when all that was let in has left. What comes while it is closed
 * waits and is let in when it opens. Gives the moment at which no message is between the broker and its record.
 */
final class Turnstile {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int inside;
    private boolean closed;
    private CompletableFuture<Void> emptied = new CompletableFuture<>();

    /** Runs work now, or when the turnstile opens; it must {@link #leave} once. */
    void enter(Runnable work) {
        synchronized (this) {
            if (closed) {
                waiting.add(work);
                return;
            }
            inside++;
        }
        work.run();
    }

    /** Some work that was let in has ended. */
    void leave() {
        CompletableFuture<Void> told = null;
        synchronized (this) {
            inside--;
            if (closed && inside == 0) {
                told = emptied;
            }
        }
        if (told != null) {
            told.complete(null);
        }
    }

    /** Work inside now. */
    synchronized int inside() {
        return inside;
    }

    /** Lets nothing in any more; completes when it is empty. */
    CompletionStage<Void> close() {
        synchronized (this) {
            closed = true;
            emptied = new CompletableFuture<>();
            if (inside == 0) {
                emptied.complete(null);
            }
            return emptied;
        }
    }

    /** Lets in what waited, and all that comes. */
    void open() {
        Deque<Runnable> now;
        synchronized (this) {
            closed = false;
            now = new ArrayDeque<>(waiting);
            waiting.clear();
            inside += now.size();
        }
        now.forEach(Runnable::run);
    }
}
