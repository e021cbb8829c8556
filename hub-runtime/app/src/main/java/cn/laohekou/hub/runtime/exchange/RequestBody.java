package cn.laohekou.hub.runtime.exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads a request body up to a limit, within the memory budget; told once, on the request's context. */
final class RequestBody {

    /** Who waits for the body. */
    interface Reader {
        /** The whole body. */
        void read(byte[] body);

        /** Larger than the operation declares. */
        void tooLarge();

        /** The hub holds too much in memory right now. */
        void noMemory();

        /** The caller's connection failed before the body was complete. */
        void brokenOff();
    }

    private final int limit;
    private final MemoryBudget budget;
    private final Reader reader;
    private @Nullable Buffer collected;
    private int taken;
    private boolean told;

    private RequestBody(int limit, MemoryBudget budget, Reader reader) {
        this.limit = limit;
        this.budget = budget;
        this.reader = reader;
    }

    /** Starts reading a paused request. */
    static RequestBody read(HttpServerRequest request, int limit, MemoryBudget budget, Reader reader) {
        RequestBody body = new RequestBody(limit, budget, reader);
        request.handler(body::chunk);
        request.exceptionHandler(failure -> body.tell(reader::brokenOff));
        request.endHandler(end -> body.complete());
        request.resume();
        return body;
    }

    /** Gives the body's share of memory back. */
    void release() {
        budget.give(taken);
        taken = 0;
        collected = null;
    }

    private void chunk(Buffer chunk) {
        if (told) {
            return;
        }
        Buffer soFar = collected;
        int length = soFar == null ? 0 : soFar.length();
        if (length + chunk.length() > limit) {
            tell(reader::tooLarge);
        } else if (!budget.tryTake(chunk.length())) {
            tell(reader::noMemory);
        } else {
            taken += chunk.length();
            collected = soFar == null ? chunk : soFar.appendBuffer(chunk);
        }
    }

    private void complete() {
        Buffer all = collected;
        tell(() -> reader.read(all == null ? new byte[0] : all.getBytes()));
    }

    private void tell(Runnable news) {
        if (!told) {
            told = true;
            news.run();
        }
    }
}
