package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.Database;
import cn.laohekou.hub.runtime.job.Counts;
import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.job.RunningJob;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.security.masking.RowBuffer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks at both tables, takes the stream over at the target, and begins a pass or takes one up again. */
final class Opening {

    /** Rows set aside before the job counts as wrong as a whole. */
    static final int MOST_QUARANTINED = 10_000;

    private static final Pattern TABLE =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]{0,62}(\\.[\\p{L}_][\\p{L}\\p{N}_$]{0,62}){0,2}");

    private final TableParts parts;
    private final Schemas schemas;
    private final Quarantine quarantine;
    private final RunningJob job;
    private final Permit permit;

    Opening(TableParts parts, Quarantine quarantine, RunningJob job, Permit permit) {
        this.parts = parts;
        this.schemas = new Schemas(parts.database());
        this.quarantine = quarantine;
        this.job = job;
        this.permit = permit;
    }

    private String stream() {
        return job.job().stream();
    }

    TablePass open()
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, JobStopped, InterruptedException {
        TablePlan plan = look();
        Checkpoints checkpoints = new Checkpoints(
                new Positions(parts.keys()), stream(), job.job().id().toString(), job.fence());
        Begun begun = new Begun();
        atTarget(connection -> begun.read(connection, checkpoints, plan));
        if (begun.lanes.isEmpty()) {
            Start start = start(plan, begun);
            atTarget(connection -> checkpoints.begin(connection, start.lanes, start.next));
            begun.lanes = start.lanes;
        }
        job.restore(begun.lanes.stream().map(Checkpoint::counts).reduce(Counts.NONE, Counts::plus));
        boolean behindWatermark = plan.watermark() != null && begun.base != null;
        List<String> order = new ArrayList<>(plan.keys());
        if (behindWatermark && plan.watermark() != null) {
            order.remove(plan.watermark());
            order.add(0, plan.watermark());
        }
        return new TablePass(plan, List.copyOf(order), begun.lanes, checkpoints);
    }

    /** What the target knows of the stream. */
    private static final class Begun {
        private List<Checkpoint> lanes = List.of();
        private @Nullable List<String> base;
        private boolean empty;

        void read(Connection connection, Checkpoints checkpoints, TablePlan plan) throws SQLException, JobStopped {
            checkpoints.takeOver(connection);
            lanes = checkpoints.lanes(connection);
            base = checkpoints.base(connection);
            try (Statement statement = connection.createStatement()) {
                statement.setMaxRows(1);
                try (ResultSet any =
                        statement.executeQuery("SELECT 1 FROM " + plan.target().name())) {
                    empty = !any.next();
                }
            }
        }
    }

    private record Start(List<Checkpoint> lanes, @Nullable List<String> next) {}

    /** Looks at both tables. */
    TablePlan look()
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, JobStopped, InterruptedException {
        if (!TABLE.matcher(permit.delivery().target()).matches()) {
            throw JobStopped.because("delivery.target 应为表名，可带模式名。", "delivery.target must be a table's name.");
        }
        List<Column> source = columns(permit.source(), permit.shape().table());
        List<Column> target = columns(permit.target(), permit.delivery().target());
        schemas.check(
                stream(),
                source,
                target,
                job.job().parameters().path("acceptSchema").asBoolean());
        TablePlan plan = TablePlan.of(permit, source, target);
        job.report(report(plan));
        boolean[] unique = new boolean[1];
        parts.databases().on(permit.target(), database -> {
            unique[0] =
                    UniqueKeys.on(database, plan.target().name(), plan.target().keys());
        });
        if (!unique[0]) {
            throw JobStopped.because(
                    "目标表在主键列 " + plan.target().keys() + " 上没有唯一索引。",
                    "The target has no unique index on the keys "
                            + plan.target().keys() + ".");
        }
        return plan;
    }

    private List<Column> columns(String connector, String table)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, InterruptedException {
        List<Column> found = new ArrayList<>();
        parts.databases().on(connector, database -> found.addAll(Column.of(database.connection(), table)));
        return found;
    }

    private Start start(TablePlan plan, Begun begun)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, JobStopped, InterruptedException {
        Start[] start = new Start[1];
        JobStopped[] stopped = new JobStopped[1];
        parts.databases().on(permit.source(), database -> {
            try {
                start[0] = start(database, plan, begun);
            } catch (JobStopped e) {
                stopped[0] = e;
            }
        });
        if (stopped[0] != null) {
            throw stopped[0];
        }
        return start[0];
    }

    private Start start(Database database, TablePlan plan, Begun begun) throws SQLException, JobStopped {
        SourceScan scan = new SourceScan(database, plan);
        if (plan.status() != null) {
            job.expect(-1);
            return new Start(List.of(lane(0, null, null, Counts.NONE, false)), null);
        }
        List<String> next = null;
        if (plan.watermark() != null) {
            String highest = scan.highest(plan.watermark());
            String from = highest == null
                    ? null
                    : scan.before(plan.watermark(), permit.shape().overlapSeconds());
            next = from == null ? null : List.of(from, scan.window(plan.watermark(), from));
            if (begun.base != null) {
                return behind(scan, plan, begun.base, highest, next);
            }
        }
        if (!UniqueKeys.on(database, plan.source().table(), plan.keys()) && scan.keysRepeat()) {
            throw JobStopped.because(
                    "来源表中有重复的主键 " + plan.keys() + "，不能区分各行。",
                    "Keys " + plan.keys() + " repeat in the source: they do not tell rows apart.");
        }
        return whole(scan, begun.empty, next);
    }

    /** Only what changed since the former pass; nothing at all when nothing did. */
    private Start behind(
            SourceScan scan, TablePlan plan, List<String> base, @Nullable String highest, @Nullable List<String> next)
            throws SQLException {
        String watermark = String.valueOf(plan.watermark());
        boolean same = highest == null || scan.window(watermark, base.get(0)).equals(base.get(1));
        Checkpoint lane = lane(0, List.of(base.get(0)), highest == null ? null : List.of(highest), Counts.NONE, false);
        return new Start(List.of(same ? lane.moved(List.of(base.get(0)), true, Counts.NONE) : lane), next);
    }

    private Start whole(SourceScan scan, boolean empty, @Nullable List<String> next) throws SQLException, JobStopped {
        RowBuffer keyless = scan.withoutKey(MOST_QUARANTINED + 1);
        if (keyless.rows() > MOST_QUARANTINED) {
            throw JobStopped.because("缺主键的行过多。", "Too many rows lack a key.");
        }
        for (int i = 0; i < keyless.rows(); i++) {
            quarantine.put(stream(), job.job().id(), "key-missing", "", keyless.row(i));
        }
        long rows = scan.count();
        job.expect(rows);
        List<Checkpoint> lanes = new ArrayList<>();
        List<String> after = null;
        Counts first = new Counts(keyless.rows(), 0, keyless.rows(), 0);
        for (List<String> cut : scan.cuts(rows, permit.shape().lanes())) {
            lanes.add(lane(lanes.size(), after, cut, first, empty));
            first = Counts.NONE;
            after = cut;
        }
        lanes.add(lane(lanes.size(), after, null, first, empty));
        return new Start(List.copyOf(lanes), next);
    }

    private static Checkpoint lane(
            int number, @Nullable List<String> after, @Nullable List<String> until, Counts counts, boolean fresh) {
        return new Checkpoint(number, after, until, false, fresh, counts);
    }

    /** Something done in one transaction of the target. */
    @FunctionalInterface
    interface AtTarget {
        void on(Connection connection) throws SQLException, JobStopped;
    }

    void atTarget(AtTarget work)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, JobStopped, InterruptedException {
        atTarget(parts.databases(), permit.target(), work);
    }

    static void atTarget(Databases databases, String connector, AtTarget work)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, JobStopped, InterruptedException {
        JobStopped[] stopped = new JobStopped[1];
        databases.on(connector, database -> {
            Connection connection = database.connection();
            try {
                Checkpoints.prepare(connection);
                connection.setAutoCommit(false);
                work.on(connection);
                connection.commit();
            } catch (JobStopped e) {
                connection.rollback();
                stopped[0] = e;
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        });
        if (stopped[0] != null) {
            throw stopped[0];
        }
    }

    private static ObjectNode report(TablePlan plan) {
        ObjectNode report = Json.object();
        report.put("source", plan.source().table());
        report.put("target", plan.target().name());
        ArrayNode conversions = report.putArray("conversions");
        for (Conversion conversion : plan.conversions()) {
            conversions
                    .addObject()
                    .put("field", conversion.field())
                    .put(
                            "from",
                            conversion.from().name() + " " + conversion.from().described())
                    .put("to", conversion.to().name() + " " + conversion.to().described())
                    .put("verdict", conversion.verdict().name().toLowerCase(java.util.Locale.ROOT))
                    .put("zh", conversion.zh())
                    .put("en", conversion.en());
        }
        return report;
    }
}
