package cn.laohekou.hub.runtime.job;

import cn.laohekou.hub.runtime.registry.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Jobs as the API shows them. */
final class JobViews {

    private JobViews() {}

    static ObjectNode of(Job job, Instant now) {
        ObjectNode view = Json.object()
                .put("id", job.id().toString())
                .put("kind", job.kind())
                .put("stream", job.stream())
                .put("provider", job.provider())
                .put("consumer", job.consumer())
                .put("state", job.state().code());
        if (job.reason() != null) {
            view.putObject("reason")
                    .put("zh", job.reason().zh())
                    .put("en", job.reason().en());
        }
        view.put("requestedBy", job.requestedBy());
        time(view, "requestedAt", job.times().requested());
        time(view, "startedAt", job.times().started());
        time(view, "finishedAt", job.times().finished());
        view.put("node", job.node());
        Counts counts = job.counts();
        view.putObject("counts")
                .put("accepted", counts.accepted())
                .put("delivered", counts.delivered())
                .put("quarantined", counts.quarantined())
                .put("rejected", counts.rejected())
                .put("inFlight", counts.inFlight());
        progress(view.putObject("progress"), job, now);
        view.set("parameters", job.parameters());
        view.set("report", job.report());
        return view;
    }

    /** Estimates from what was done since the start; none while nothing is known. */
    private static void progress(ObjectNode view, Job job, Instant now) {
        long settled = job.counts().accepted() - job.counts().inFlight();
        view.put("done", settled);
        if (job.total() >= 0) {
            view.put("total", job.total());
        }
        Instant started = job.times().started();
        Instant finished = job.times().finished();
        if (started == null) {
            return;
        }
        double seconds = Math.max(
                0.001,
                Duration.between(started, finished == null ? now : finished).toMillis() / 1000.0);
        double rate = settled / seconds;
        view.put("unitsPerSecond", Math.round(rate));
        if (finished == null && job.total() > settled && rate > 0) {
            view.put("secondsLeft", Math.round((job.total() - settled) / rate));
        }
    }

    private static void time(ObjectNode view, String name, @Nullable Instant time) {
        if (time != null) {
            view.put(name, time.toString());
        }
    }
}
