package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.Database;
import cn.laohekou.hub.runtime.job.Counts;
import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.job.RunningJob;
import cn.laohekou.hub.security.evidence.LedgerUnavailable;
import cn.laohekou.hub.security.evidence.Outcome;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.StaleEpoch;
import cn.laohekou.hub.security.masking.CopyFilter;
import cn.laohekou.hub.security.masking.CopyText;
import cn.laohekou.hub.security.masking.DistinctSubjects;
import cn.laohekou.hub.security.masking.Release;
import cn.laohekou.hub.security.masking.RowBuffer;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.ExchangeShape;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One part of a table's rows, chunk by chunk: read, filter, put on record, write and note how far it came in one
 * transaction of the target. For one thread.
 */
final class Lane {

    private final TableParts parts;
    private final TableGate gate;
    private final Quarantine quarantine;
    private final RunningJob job;
    private final TablePass pass;
    private final TablePlan plan;
    private final ReleasedFields fields;
    private final Patience patience;
    private final RowBuffer raw = new RowBuffer();
    private final RowBuffer released = new RowBuffer();
    private Checkpoint at;
    private Permit permit;

    Lane(TableParts parts, Quarantine quarantine, RunningJob job, TablePass pass, Checkpoint at) {
        this.parts = parts;
        this.gate = new TableGate(parts);
        this.quarantine = quarantine;
        this.job = job;
        this.pass = pass;
        this.plan = pass.plan();
        this.permit = plan.permit();
        this.fields = TableGate.released(permit);
        this.patience = new Patience(job);
        this.at = at;
    }

    /** Goes on to the end of the lane. */
    void run() throws Replan, JobStopped, InterruptedException {
        while (!at.done()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Boolean unused = patience.keep(() -> {
                chunk();
                return true;
            });
        }
    }

    /** Delivers given rows of the source as one chunk. */
    void supply(RowBuffer rows) throws Replan, JobStopped, InterruptedException {
        Boolean unused = patience.keep(() -> {
            raw.clear();
            raw.append(rows);
            deliver();
            return true;
        });
    }

    private void chunk()
            throws Databases.NotRunning, Patience.Closed, ConnectorFault, LedgerUnavailable, SQLException, IOException,
                    Replan, JobStopped, InterruptedException {
        if (!gate.active(permit.source())) {
            throw new Databases.NotRunning(permit.source());
        }
        raw.clear();
        Held held = new Held();
        parts.databases().on(permit.source(), database -> held.run(() -> fromSource(database)));
        held.rethrow();
    }

    private void fromSource(Database database)
            throws Databases.NotRunning, Patience.Closed, ConnectorFault, LedgerUnavailable, SQLException, IOException,
                    Replan, JobStopped, InterruptedException {
        if (!database.open()) {
            throw new Patience.Closed(permit.source());
        }
        if (plan.status() == null) {
            readAndDeliver(database);
            return;
        }
        // The rows stay locked until they are marked: what their owner changes meanwhile waits and is fetched again.
        Connection connection = database.connection();
        connection.setAutoCommit(false);
        try {
            readAndDeliver(database);
            mark(database);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void readAndDeliver(Database database)
            throws Databases.NotRunning, Patience.Closed, ConnectorFault, LedgerUnavailable, SQLException, IOException,
                    Replan, JobStopped, InterruptedException {
        ExchangeShape.Table shape = permit.shape();
        ExchangeShape.Table.Status status = shape.status();
        Range.Pending pending =
                plan.status() == null || status == null ? null : new Range.Pending(plan.status(), status.pending());
        plan.source()
                .read(
                        database,
                        new Range(
                                pass.order(),
                                pending == null ? at.after() : null,
                                at.until(),
                                pending,
                                shape.chunkRows()),
                        raw);
        database.pace(raw.rows(), raw.size());
        deliver();
    }

    private void deliver()
            throws Databases.NotRunning, Patience.Closed, ConnectorFault, LedgerUnavailable, SQLException, IOException,
                    Replan, JobStopped, InterruptedException {
        job.count(new Counts(raw.rows(), 0, 0, 0));
        boolean settled = false;
        try {
            released.clear();
            DistinctSubjects subjects = new DistinctSubjects();
            List<Unfilterable> reasons = new ArrayList<>();
            List<Integer> refused = new ArrayList<>();
            int left = filter(subjects, refused, reasons);
            for (int i = 0; i < refused.size(); i++) {
                Unfilterable why = reasons.get(i);
                quarantine.put(
                        job.job().stream(),
                        job.job().id(),
                        why.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                        why.path(),
                        raw.row(refused.get(i)));
            }
            Counts filtered = new Counts(raw.rows(), 0, refused.size(), left);
            Counts done = null;
            while (done == null) {
                done = write(subjects, filtered);
            }
            settled = true;
            job.count(new Counts(0, done.delivered(), done.quarantined(), done.rejected()));
        } finally {
            if (!settled) {
                job.count(new Counts(-raw.rows(), 0, 0, 0));
            }
        }
        if (job.counts().quarantined() > Opening.MOST_QUARANTINED) {
            throw JobStopped.because(
                    "隔离的行超过 " + Opening.MOST_QUARANTINED + "，请先核对两边的表。",
                    "More than " + Opening.MOST_QUARANTINED + " rows are quarantined; look at both tables first.");
        }
    }

    private int filter(DistinctSubjects subjects, List<Integer> refused, List<Unfilterable> reasons) throws JobStopped {
        try {
            return CopyFilter.of(plan.filter(), plan.header(), new Release(subjects, null, gate.keys(permit)))
                    .filter(raw, released, (row, why) -> {
                        refused.add(row);
                        reasons.add(why);
                    });
        } catch (Unfilterable e) {
            throw JobStopped.because("行条件所需的列不存在。", "A column that a row condition needs is missing.");
        }
    }

    /** Null when the decision no longer stood and the chunk must be put on record again. */
    private @Nullable Counts write(DistinctSubjects subjects, Counts filtered)
            throws Databases.NotRunning, Patience.Closed, ConnectorFault, LedgerUnavailable, SQLException, IOException,
                    Replan, JobStopped, InterruptedException {
        if (!gate.active(permit.target())) {
            throw new Databases.NotRunning(permit.target());
        }
        UUID exchange = gate.exchange();
        Instant began = parts.clock().instant();
        if (released.rows() > 0) {
            try {
                gate.record(
                        permit,
                        fields,
                        new TableGate.Chunk(
                                job.job().id(),
                                exchange,
                                gate.commit(exchange, released.bytes(), released.size()),
                                released.rows(),
                                released.size(),
                                subjects.identifiers(),
                                "rows " + plan.source().table() + " lane " + at.lane() + " after " + at.after()));
            } catch (StaleEpoch e) {
                decideAgain();
                return null;
            }
        }
        Held held = new Held();
        Counts[] written = new Counts[1];
        parts.databases()
                .on(
                        permit.target(),
                        database -> held.run(() -> {
                            if (!database.open()) {
                                throw new Patience.Closed(permit.target());
                            }
                            written[0] = commit(database, filtered);
                        }));
        boolean committed = held.failure() == null && written[0] != null;
        if (released.rows() > 0) {
            gate.outcome(exchange, result(committed, written[0]), committed ? released.size() : 0, began);
        }
        held.rethrow();
        if (written[0] == null) {
            decideAgain();
        }
        return written[0];
    }

    private static Outcome.Result result(boolean committed, @Nullable Counts written) {
        if (!committed) {
            return Outcome.Result.NOT_RELEASED;
        }
        return Objects.requireNonNull(written).quarantined() == 0
                ? Outcome.Result.COMPLETE
                : Outcome.Result.RELEASED_NOT_FULLY_TAKEN;
    }

    /** Writes and moves the checkpoint in one transaction; null when the policy was no longer in force at its end. */
    private @Nullable Counts commit(Database database, Counts filtered)
            throws SQLException, JobStopped, InterruptedException {
        Connection connection = database.connection();
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            int[] bad = new int[1];
            ChunkTarget.of(database, plan.target(), at.fresh()).write(connection, released, (row, why) -> {
                quarantine.put(job.job().stream(), job.job().id(), Refusals.reason(why), "", released.row(row));
                bad[0]++;
            });
            Counts done = new Counts(
                    filtered.accepted(),
                    released.rows() - bad[0],
                    filtered.quarantined() + bad[0],
                    filtered.rejected());
            Checkpoint next = next(done);
            pass.checkpoints().move(connection, next);
            committed = parts.commits().take(permit.policy().epoch(), connection::commit);
            if (committed) {
                at = next;
            }
            return committed ? done : null;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /** A chunk that is not full was the last one. */
    private Checkpoint next(Counts done) {
        boolean end = raw.rows() < permit.shape().chunkRows();
        if (raw.rows() == 0) {
            return new Checkpoint(at.lane(), at.after(), at.until(), end, at.fresh(), at.counts());
        }
        List<@Nullable String> last = CopyText.values(raw, raw.rows() - 1);
        List<String> position = new ArrayList<>();
        for (String column : pass.order()) {
            position.add(String.valueOf(last.get(place(column))));
        }
        return at.moved(position, end, done);
    }

    private int place(String column) {
        for (int i = 0; i < plan.source().columns().size(); i++) {
            if (plan.source().columns().get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalStateException("ordered by a column that is not read");
    }

    private void decideAgain() throws JobStopped, SQLException, Replan {
        Permit again = gate.decideAgain(job.job().stream());
        if (!again.sameAs(permit)) {
            throw new Replan();
        }
        permit = again;
    }

    /** Tells a front-end machine that its rows were fetched. */
    private void mark(Database database) throws SQLException {
        ExchangeShape.Table.Status status = permit.shape().status();
        if (status == null || plan.status() == null || raw.rows() == 0) {
            return;
        }
        Dialect dialect = Dialect.of(database.product());
        List<String> marks = new ArrayList<>();
        for (int place : plan.keyPlaces()) {
            Column column = plan.source().columns().get(place);
            marks.add(dialect == Dialect.POSTGRESQL ? "CAST(? AS " + column.typeName() + ")" : "?");
        }
        String sql = "UPDATE " + plan.source().table() + " SET " + dialect.name(plan.status()) + " = "
                + (dialect == Dialect.POSTGRESQL ? ChunkSource.literal(status.done()) : "?") + " WHERE ";
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            keys.add(dialect.name(plan.keys().get(i)) + " = " + marks.get(i));
        }
        try (PreparedStatement statement = database.connection().prepareStatement(sql + String.join(" AND ", keys))) {
            for (int row = 0; row < raw.rows(); row++) {
                List<@Nullable String> values = CopyText.values(raw, row);
                int at = 1;
                if (dialect != Dialect.POSTGRESQL) {
                    statement.setString(at++, status.done());
                }
                for (int place : plan.keyPlaces()) {
                    statement.setString(at++, values.get(place));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Carries what work may not throw through a connector's route. */
    private static final class Held {

        /** What is done within a route. */
        @FunctionalInterface
        interface Step {
            void run()
                    throws Databases.NotRunning, Patience.Closed, ConnectorFault, LedgerUnavailable, SQLException,
                            IOException, Replan, JobStopped, InterruptedException;
        }

        private @Nullable Exception held;

        void run(Step step) throws ConnectorFault, SQLException, IOException, InterruptedException {
            try {
                step.run();
            } catch (Databases.NotRunning | Patience.Closed | LedgerUnavailable | Replan | JobStopped e) {
                held = e;
            }
        }

        @Nullable
        Exception failure() {
            return held;
        }

        void rethrow() throws Databases.NotRunning, Patience.Closed, LedgerUnavailable, Replan, JobStopped {
            Exception e = held;
            if (e instanceof Databases.NotRunning notRunning) {
                throw notRunning;
            } else if (e instanceof Patience.Closed closed) {
                throw closed;
            } else if (e instanceof LedgerUnavailable down) {
                throw down;
            } else if (e instanceof Replan replan) {
                throw replan;
            } else if (e instanceof JobStopped stopped) {
                throw stopped;
            }
        }
    }
}
