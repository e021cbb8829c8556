package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.ProblemWriter;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.evidence.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Ends an exchange exactly once: releases, or refuses, and leaves the record of it. Confined to the exchange's context. */
final class Reply {

    private static final Logger LOG = Logger.getLogger("hub.exchange");
    private static final int CHUNK = 64 * 1024;

    private final Gate gate;
    private final Context context;
    private final HttpServerResponse response;
    private final Call call;
    private final Runnable cleanUp;
    private boolean ended;

    Reply(Gate gate, Context context, HttpServerResponse response, Call call, Runnable cleanUp) {
        this.gate = gate;
        this.context = context;
        this.response = response;
        this.call = call;
        this.cleanUp = cleanUp;
        response.putHeader(CallHeaders.EXCHANGE_ID, call.id.toString());
    }

    /** Refuses a caller that did not prove who it is: counted, not recorded one by one. */
    void refuseStranger(ErrorCode code) {
        if (end()) {
            gate.strangers().count(call.source, code.name(), call.at);
            write(Problem.of(code));
        }
    }

    /** Refuses an authenticated caller; the answer follows its record. */
    void refuse(Problem problem) {
        if (!end()) {
            return;
        }
        if (call.grant != null) {
            gate.quotas().giveBack(call.grant().grant(), call.admitted, call.at);
        }
        CompletionStage<?> unused = gate.ledger()
                .append(EvidenceEntry.of(refusal(problem.code())))
                .whenComplete((receipt, failure) -> context.runOnContext(v -> write(problem)));
    }

    /** Ends with an internal error; what happened is in the log under the incident id. */
    void fail(Throwable cause) {
        Problem problem = Problem.of(ErrorCode.INTERNAL);
        LOG.errorf(cause, "exchange %s failed, incident %s", call.id, problem.incident());
        refuse(problem);
    }

    /** Hands over an answer whose intent is durable. */
    void release(Spool body, Map<String, String> headers) {
        if (!end()) {
            body.close();
            return;
        }
        if (response.closed()) {
            outcome(Outcome.Result.NOT_RELEASED, 0);
            body.close();
            return;
        }
        response.putHeader("Content-Type", "application/json");
        headers.forEach(response::putHeader);
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Content-Type-Options", "nosniff");
        if (body.inMemory()) {
            int size = Math.toIntExact(body.size());
            response.end(Buffer.buffer(size).appendBytes(body.array(), 0, size)).onComplete(done -> {
                outcome(
                        done.succeeded() ? Outcome.Result.COMPLETE : Outcome.Result.RELEASED_NOT_FULLY_TAKEN,
                        done.succeeded() ? size : 0);
                body.close();
            });
        } else {
            stream(body);
        }
    }

    private void stream(Spool body) {
        response.putHeader("Content-Length", Long.toString(body.size()));
        InputStream in;
        try {
            in = body.input();
        } catch (IOException e) {
            LOG.errorf(e, "exchange %s: the spool cannot be read", call.id);
            outcome(Outcome.Result.RELEASE_FAILED, 0);
            body.close();
            response.reset();
            return;
        }
        copy(in, 0L).onComplete(done -> {
            long sent = response.bytesWritten();
            if (done.succeeded()) {
                outcome(Outcome.Result.COMPLETE, body.size());
            } else if (done.cause() instanceof SpoolUnreadable) {
                outcome(Outcome.Result.RELEASE_FAILED, sent);
                response.reset();
            } else {
                outcome(Outcome.Result.RELEASED_NOT_FULLY_TAKEN, sent);
            }
            body.close();
        });
    }

    /** One chunk at a time: the next is read when the caller's connection has taken the last. */
    private Future<Void> copy(InputStream in, long sent) {
        return context.<byte[]>executeBlocking(() -> read(in), false).compose(chunk -> {
            if (chunk.length == 0) {
                return response.end();
            }
            return response.write(Buffer.buffer(chunk)).compose(written -> copy(in, sent + chunk.length));
        });
    }

    private static byte[] read(InputStream in) throws SpoolUnreadable {
        try {
            return in.readNBytes(CHUNK);
        } catch (IOException e) {
            throw new SpoolUnreadable(e);
        }
    }

    private void write(Problem problem) {
        gate.metrics().refused(problem.code());
        ProblemWriter.write(response, problem, call.headers.acceptLanguage());
    }

    private Refusal refusal(ErrorCode code) {
        return new Refusal(
                call.id,
                call.at,
                call.asker(),
                call.resource == null ? null : call.resource().resource().name(),
                call.operation == null ? null : call.operation().name(),
                call.headers.malformed() == null ? call.headers.purpose() : null,
                call.grant == null ? null : call.grant().grant().id(),
                call.policy == null
                        ? gate.policy().get().epoch()
                        : call.policy().epoch(),
                code.name(),
                code.status(),
                call.attributes());
    }

    private void outcome(Outcome.Result result, long bytes) {
        long nanos = System.nanoTime() - call.startedNanos;
        gate.metrics().released(nanos);
        gate.ledger()
                .appendLater(EvidenceEntry.of(new Outcome(
                        call.id, gate.clock().instant(), result, bytes, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        cleanUp.run();
        return true;
    }

    private static final class SpoolUnreadable extends IOException {
        private static final long serialVersionUID = 1L;

        SpoolUnreadable(IOException cause) {
            super("a spool file cannot be read", cause);
        }
    }
}
