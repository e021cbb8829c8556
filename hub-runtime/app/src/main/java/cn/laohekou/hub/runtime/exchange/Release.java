package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands one answer over, whose intent is durable. A large one goes chunk by chunk, each only while this node knows the
 * policy it was decided under to be in force; when it no longer stands, or that cannot be known, the connection is cut.
 *
 * <p>Confined to the exchange's context.
 */
final class Release {

    private static final Logger LOG = Logger.getLogger("hub.exchange");

    /** Bytes handed to the connection at a time: at most so many are under way when a release is cut off. */
    private static final int CHUNK = 64 * 1024;

    /** Pause before looking again whether the policy is known, in milliseconds. */
    private static final long HOLD_MILLIS = 50;

    /** How long an unreadable policy holds a release up before it is cut off. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long NOT_HELD = Long.MIN_VALUE;

    /** Told once how the release ended. */
    @FunctionalInterface
    interface Ending {
        void ended(Outcome.Result result, long bytes);
    }

    private final Gate gate;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Call call;
    private final Spool body;
    private final Predicate<PolicySnapshot> stands;
    private final Ending ending;
    private long epoch;
    private long heldSince = NOT_HELD;
    private boolean ended;
    private @Nullable InputStream in;

    /**
     * @param stands whether the decision would be the same under another policy
     * @param ending told how it ended, before the body is closed
     */
    Release(
            Gate gate,
            Context context,
            HttpServerRequest request,
            Call call,
            Spool body,
            Predicate<PolicySnapshot> stands,
            Ending ending) {
        this.gate = gate;
        this.context = context;
        this.request = request;
        this.response = request.response();
        this.call = call;
        this.body = body;
        this.stands = stands;
        this.ending = ending;
        this.epoch = call.policy().epoch();
    }

    /** Begins. The lease has just been looked at. */
    void start() {
        if (body.inMemory()) {
            whole();
        } else {
            stream();
        }
    }

    private void whole() {
        int size = Math.toIntExact(body.size());
        Future<Void> handed = response.end(Buffer.buffer(size).appendBytes(body.array(), 0, size));
        if (!handed.isComplete()) {
            gate.releases().add(this);
        }
        handed.onComplete(done -> end(
                done.succeeded() ? Outcome.Result.COMPLETE : Outcome.Result.RELEASED_NOT_FULLY_TAKEN,
                done.succeeded() ? size : 0));
    }

    private void stream() {
        gate.releases().add(this);
        response.putHeader("Content-Length", Long.toString(body.size()));
        response.closeHandler(gone -> end(Outcome.Result.RELEASED_NOT_FULLY_TAKEN, response.bytesWritten()));
        try {
            in = body.input();
            next();
        } catch (IOException e) {
            unreadable(e);
        }
    }

    /** One chunk at a time: the next is read when the caller's connection has taken the last. */
    private void next() {
        InputStream source = in;
        if (ended || source == null) {
            return;
        }
        context.<byte[]>executeBlocking(() -> source.readNBytes(CHUNK), false)
                .onSuccess(this::hand)
                .onFailure(this::unreadable);
    }

    private void hand(byte[] chunk) {
        if (ended) {
            return;
        }
        if (!gate.lease().allows(epoch)) {
            hold(chunk);
            return;
        }
        heldSince = NOT_HELD;
        if (chunk.length == 0) {
            response.end()
                    .onComplete(done -> end(
                            done.succeeded() ? Outcome.Result.COMPLETE : Outcome.Result.RELEASED_NOT_FULLY_TAKEN,
                            done.succeeded() ? body.size() : response.bytesWritten()));
        } else {
            response.write(Buffer.buffer(chunk))
                    .onSuccess(written -> next())
                    .onFailure(gone -> end(Outcome.Result.RELEASED_NOT_FULLY_TAKEN, response.bytesWritten()));
        }
    }

    /** Waits until the policy is known again or {@link #recheck} has decided, but not for ever. */
    private void hold(byte[] chunk) {
        long now = System.nanoTime();
        if (heldSince == NOT_HELD) {
            heldSince = now;
        } else if (now - heldSince > PATIENCE_NANOS) {
            cut();
            return;
        }
        context.owner().setTimer(HOLD_MILLIS, again -> context.runOnContext(v -> hand(chunk)));
    }

    /**
     * Decides again under a newer policy.
     *
     * @param policy the policy in force; null when it cannot be read
     * @return completes, on any thread, when the release goes on under that policy, waits, or is cut off
     */
    CompletionStage<Void> recheck(@Nullable PolicySnapshot policy) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                if (ended) {
                    return;
                }
                if (policy != null && stands.test(policy)) {
                    epoch = Math.max(epoch, policy.epoch());
                } else {
                    cut();
                }
            } finally {
                done.complete(null);
            }
        });
        return done;
    }

    /** Ends the connection without what still waits in it: not even the system's buffer is emptied first. */
    private void cut() {
        end(Outcome.Result.RELEASED_NOT_FULLY_TAKEN, response.bytesWritten());
        HttpConnection connection = request.connection();
        if (response.streamId() < 0 && connection instanceof ConnectionBase direct) {
            direct.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            ChannelFuture unused = direct.channel().close();
        } else {
            response.reset();
        }
    }

    private void unreadable(Throwable cause) {
        if (!ended) {
            LOG.errorf(cause, "exchange %s: the spool cannot be read", call.id);
            end(Outcome.Result.RELEASE_FAILED, response.bytesWritten());
            response.reset();
        }
    }

    private void end(Outcome.Result result, long bytes) {
        if (ended) {
            return;
        }
        ended = true;
        gate.releases().remove(this);
        ending.ended(result, bytes);
        body.close();
    }
}
