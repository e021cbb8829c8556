package cn.laohekou.hub.runtime.policy;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Proposals.Proposal;
import cn.laohekou.hub.security.policy.DryRun;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Decides recorded calls again under a proposed policy. Works backwards from the newest call in slices of time and stops
 * at a bound, so that one request never holds a node for long: the answer then says how far it came and where to go on.
 */
public final class DryRuns {

    /** Longest period that can be asked for, in days: as long as a quarter. */
    public static final int MAX_DAYS = 92;

    /** Records decided in one request, a slice more at most. */
    static final int MAX_RECORDS = 100_000;

    private static final Duration SLICE = Duration.ofHours(6);

    private final RecordedCalls calls;
    private final Clock clock;
    private final int most;

    /**
     * @param source connections that may read the ledger
     * @param clock the time
     */
    public DryRuns(DataSource source, Clock clock) {
        this(source, clock, MAX_RECORDS);
    }

    private DryRuns(DataSource source, Clock clock, int most) {
        this.calls = new RecordedCalls(source);
        this.clock = clock;
        this.most = most;
    }

    /** Dry runs that stop after so many records and the rest of their slice. */
    public static DryRuns bounded(DataSource source, Clock clock, int records) {
        return new DryRuns(source, clock, records);
    }

    /**
     * Runs until the period is done or the bound is reached.
     *
     * @param proposal the change
     * @param days length of the period before now
     * @param next where the request before stopped, from its answer; null at first
     * @return the effects found in this part; {@code next} when there is more to do
     */
    public ObjectNode run(Proposal proposal, int days, @Nullable Instant next) {
        Instant now = clock.instant();
        Instant begin = now.minus(Duration.ofDays(days));
        Instant until = next == null || next.isAfter(now) ? now : next;
        DryRun run = new DryRun(proposal.now(), proposal.proposed());
        Instant at = until;
        int read = 0;
        try {
            while (at.isAfter(begin) && read < most) {
                Instant from = at.minus(SLICE).isBefore(begin) ? begin : at.minus(SLICE);
                read += calls.read(proposal.resource(), proposal.systems(), from, at, run::add);
                at = from;
            }
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
        return view(run, at, until, begin);
    }

    private static ObjectNode view(DryRun run, Instant from, Instant until, Instant begin) {
        ObjectNode view = Json.object();
        view.put("from", from.toString());
        view.put("until", until.toString());
        view.put("complete", !from.isAfter(begin));
        if (from.isAfter(begin)) {
            view.put("next", from.toString());
        }
        view.put("examined", run.examined());
        view.put("unchangedPermitted", run.unchangedPermitted());
        view.put("unchangedDenied", run.unchangedDenied());
        view.put("notListed", run.notListed());
        ArrayNode effects = view.putArray("effects");
        run.effects().forEach(effect -> effects.add(view(effect)));
        return view;
    }

    private static ObjectNode view(DryRun.Effect effect) {
        ObjectNode view = Json.object();
        view.put("effect", effect.kind().name());
        view.put("system", effect.system());
        view.put("resource", effect.resource());
        view.put("operation", effect.operation());
        view.put("purpose", effect.purpose());
        view.put("rule", effect.rule());
        view.put("grant", effect.grant());
        view.put("calls", effect.calls());
        view.put("first", effect.first().toString());
        view.put("last", effect.last().toString());
        ObjectNode fields = view.putObject("fields");
        effect.fields()
                .forEach((name, change) ->
                        fields.putObject(name).put("before", change.before()).put("after", change.after()));
        return view;
    }
}
