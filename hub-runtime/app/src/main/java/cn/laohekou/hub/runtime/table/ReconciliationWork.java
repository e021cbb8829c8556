package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.runtime.job.Counts;
import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.job.RunningJob;
import cn.laohekou.hub.runtime.job.Work;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.masking.CopyText;
import cn.laohekou.hub.security.masking.RowBuffer;
import cn.laohekou.hub.security.policy.Field;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Proves that what the source releases is what the target has (对账): sums of row digests per bucket, a list by key of what
 * differs, a signed report, and on demand a new supply of the rows that differ, through the gate like any other.
 */
public final class ReconciliationWork implements Work {

    /** The kind of these jobs. */
    public static final String KIND = "reconciliation";

    /** Parameter: whether rows that differ are supplied again. */
    public static final String RESUPPLY = "resupply";

    /** Most keys in one report. */
    private static final int MOST_LISTED = 1_000;

    private static final int SUPPLY_ROWS = 1_000;

    private final TableParts parts;
    private final TableGate gate;
    private final Quarantine quarantine;
    private final Reconciliations reports;

    /**
     * @param parts what the pattern is built from
     */
    public ReconciliationWork(TableParts parts) {
        this.parts = parts;
        this.gate = new TableGate(parts);
        this.quarantine = new Quarantine(parts.database(), parts.keys(), parts.clock());
        this.reports = new Reconciliations(parts.database(), parts.keys(), parts.clock());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public void run(RunningJob job) throws JobStopped, InterruptedException {
        Patience patience = new Patience(job);
        Permit permit = gate.decide(job.job().stream());
        try {
            ObjectNode report;
            if (patience.keep(() -> readable(permit))) {
                TablePlan plan = patience.keep(() -> new Opening(parts, quarantine, job, permit).look());
                report = patience.keep(() -> compare(job, plan));
            } else {
                // What cannot be read again cannot be proven: the target's commits are all there is.
                report = header(job, permit).put("result", "acknowledged-only");
            }
            Boolean unused = patience.keep(() -> {
                reports.put(job.job(), report);
                return true;
            });
            job.report(report);
        } catch (Replan changed) {
            throw JobStopped.because("对账期间授权或资源已变化，请重新对账。", "Grant or resource changed meanwhile; reconcile again.");
        }
    }

    private boolean readable(Permit permit)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, InterruptedException {
        try {
            parts.databases().on(permit.target(), database -> {
                var unused = Column.of(database.connection(), permit.delivery().target());
            });
            return true;
        } catch (SQLException e) {
            if (Refusals.ofSchema(e)) {
                return false;
            }
            throw e;
        }
    }

    private ObjectNode compare(RunningJob job, TablePlan plan)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, JobStopped, InterruptedException,
                    Replan {
        Sides sides = new Sides(parts, plan);
        RowSums released = new RowSums();
        RowSums target = new RowSums();
        sides.released((key, form, raw) -> add(released, key, form));
        job.check();
        ObjectNode report = header(job, plan.permit());
        report.put("released", released.rows()).put("releasedSum", released.total());
        sides.target((key, form, raw) -> add(target, key, form));
        report.put("target", target.rows()).put("targetSum", target.total());
        BitSet differing = new BitSet(RowSums.BUCKETS);
        for (int bucket = 0; bucket < RowSums.BUCKETS; bucket++) {
            differing.set(bucket, !released.sameAs(target, bucket));
        }
        if (differing.isEmpty()) {
            return report.put("result", "reconciled");
        }
        Difference difference = new Difference(differing);
        sides.released((key, form, raw) -> take(difference, true, key, form));
        sides.target((key, form, raw) -> take(difference, false, key, form));
        list(report.putArray("differences"), plan, difference);
        report.put("different", difference.entries().size());
        if (job.job().parameters().path(RESUPPLY).asBoolean()) {
            report.put("supplied", supply(job, plan, sides, difference));
        }
        return report.put("result", "different");
    }

    private static void add(RowSums sums, List<@Nullable String> key, RowBuffer form) {
        sums.add(RowSums.bucket(digest(sums, key)), sums.digest(form.bytes(), form.size()));
    }

    private static void take(Difference difference, boolean released, List<@Nullable String> key, RowBuffer form) {
        difference.add(released, key, digest(new RowSums(1), key), form.bytes(), form.size());
    }

    private static byte[] digest(RowSums sums, List<@Nullable String> key) {
        RowBuffer bytes = new RowBuffer();
        for (String part : key) {
            CopyText.cell(part, bytes);
            bytes.write('\t');
        }
        return sums.digest(bytes.bytes(), bytes.size());
    }

    /** Rows that were lost or altered go again; what only the target has, or has twice, is for its owner to mend. */
    private long supply(RunningJob job, TablePlan plan, Sides sides, Difference difference)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, JobStopped, InterruptedException,
                    Replan {
        RowBuffer rows = new RowBuffer();
        RowSums digests = new RowSums(1);
        sides.released((key, form, raw) -> {
            Difference.Kind kind = difference.of(digest(digests, key));
            if (raw != null && (kind == Difference.Kind.LOST || kind == Difference.Kind.ALTERED)) {
                rows.append(raw);
            }
        });
        Checkpoints checkpoints = new Checkpoints(
                new Positions(parts.keys()), job.job().stream(), job.job().id().toString(), job.fence());
        Checkpoint lane = new Checkpoint(0, null, null, false, false, Counts.NONE);
        Opening.atTarget(parts.databases(), plan.permit().target(), connection -> {
            checkpoints.takeOver(connection);
            checkpoints.begin(connection, List.of(lane), null);
        });
        TablePass pass = new TablePass(plan, plan.keys(), List.of(lane), checkpoints);
        Lane supply = new Lane(parts, quarantine, job, pass, lane);
        RowBuffer chunk = new RowBuffer();
        for (int row = 0; row < rows.rows(); row++) {
            chunk.append(rows, row);
            if (chunk.rows() == SUPPLY_ROWS || row == rows.rows() - 1) {
                supply.supply(chunk);
                chunk.clear();
            }
        }
        return rows.rows();
    }

    private ObjectNode header(RunningJob job, Permit permit) {
        return Json.object()
                .put("grant", job.job().stream())
                .put("resource", permit.resource().resource().name())
                .put("provider", job.job().provider())
                .put("consumer", job.job().consumer())
                .put("targetConnector", permit.target())
                .put("targetTable", permit.delivery().target())
                .put("at", parts.clock().instant().toString());
    }

    /** A key that identifies a person, or is sensitive, is listed by its keyed digest. */
    private void list(ArrayNode list, TablePlan plan, Difference difference) {
        boolean open = plan.permit().resource().resource().fields().stream()
                .filter(field -> plan.permit().shape().keys().contains(field.path()))
                .allMatch(field -> !field.subject() && field.sensitivity() == Field.Sensitivity.NONE);
        EvidenceKeys keys = parts.evidenceKeys();
        difference.entries().stream().limit(MOST_LISTED).forEach(entry -> {
            ObjectNode item = list.addObject().put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
            ArrayNode key = item.putArray(open ? "key" : "keyDigest");
            entry.key()
                    .forEach(part -> key.add(
                            open
                                    ? String.valueOf(part)
                                    : HexFormat.of().formatHex(keys.subject(String.valueOf(part)))));
        });
    }
}
