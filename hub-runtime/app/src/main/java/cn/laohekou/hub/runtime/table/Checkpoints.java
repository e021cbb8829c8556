package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.job.Counts;
import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hub's own table in a target's database. Its rows change in the very transaction that writes the data, and only for
 * whoever has the highest fencing number: a node that lost its lease cannot commit any more.
 */
final class Checkpoints {

    private static final String TABLE = "hub_checkpoint";

    private static final String CREATE =
            "CREATE TABLE " + TABLE + " (stream varchar(100) NOT NULL, lane integer NOT NULL,"
                    + " fence bigint NOT NULL, pass varchar(36) NOT NULL, position varchar(4000), upper_end varchar(4000),"
                    + " done smallint NOT NULL, fresh smallint NOT NULL, accepted bigint NOT NULL, delivered bigint NOT NULL,"
                    + " quarantined bigint NOT NULL, rejected bigint NOT NULL, PRIMARY KEY (stream, lane))";

    private final Positions positions;
    private final String stream;
    private final String pass;
    private final long fence;

    Checkpoints(Positions positions, String stream, String pass, long fence) {
        this.positions = positions;
        this.stream = stream;
        this.pass = pass;
        this.fence = fence;
    }

    /** Makes the table if it is not there. */
    static void prepare(Connection connection) throws SQLException, JobStopped {
        try (Statement statement = connection.createStatement()) {
            try {
                statement
                        .executeQuery("SELECT 1 FROM " + TABLE + " WHERE 1 = 0")
                        .close();
            } catch (SQLException absent) {
                create(statement);
            }
        }
    }

    private static void create(Statement statement) throws SQLException, JobStopped {
        try {
            statement.execute(CREATE);
        } catch (SQLException e) {
            if (Refusals.ofSchema(e)) {
                throw JobStopped.because(
                        "目标库中没有 hub_checkpoint 表，枢纽的用户也不能建它；请管理员先建。",
                        "The target has no table hub_checkpoint and the hub's user may not make it; have it made first.");
            }
            throw e;
        }
    }

    /**
     * Takes the stream over, in a transaction of the caller: from here on nobody with a lower number commits.
     *
     * @throws JobStopped when somebody with a higher number has it
     */
    void takeOver(Connection connection) throws SQLException, JobStopped {
        if (Sql.exists(connection, "SELECT 1 FROM " + TABLE + " WHERE stream = ? AND fence > ?", stream, fence)) {
            throw JobStopped.lost();
        }
        if (Sql.update(
                        connection,
                        "UPDATE " + TABLE + " SET fence = ? WHERE stream = ? AND lane = ? AND fence <= ?",
                        fence,
                        stream,
                        Checkpoint.BASE,
                        fence)
                == 0) {
            insert(connection, new Checkpoint(Checkpoint.BASE, null, null, false, false, Counts.NONE), "");
        }
        Sql.update(
                connection, "UPDATE " + TABLE + " SET fence = ? WHERE stream = ? AND fence <= ?", fence, stream, fence);
    }

    /** The lanes of this pass; empty when it has not begun. */
    List<Checkpoint> lanes(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT * FROM " + TABLE + " WHERE stream = ? AND pass = ? AND lane >= 0 ORDER BY lane",
                this::read,
                stream,
                pass);
    }

    /** Where this pass begins; null for everything. */
    @Nullable
    List<String> base(Connection connection) throws SQLException {
        return position(connection, Checkpoint.BASE);
    }

    private @Nullable List<String> position(Connection connection, int lane) throws SQLException {
        Optional<Checkpoint> base = Sql.one(
                connection, "SELECT * FROM " + TABLE + " WHERE stream = ? AND lane = ?", this::read, stream, lane);
        return base.map(Checkpoint::after).orElse(null);
    }

    /**
     * Begins a pass, forgetting the lanes of the former one.
     *
     * @param next where the pass after this one begins; null for where this one did
     */
    void begin(Connection connection, List<Checkpoint> lanes, @Nullable List<String> next) throws SQLException {
        Sql.update(connection, "DELETE FROM " + TABLE + " WHERE stream = ? AND lane <> ?", stream, Checkpoint.BASE);
        insert(connection, new Checkpoint(Checkpoint.NEXT, next, null, true, false, Counts.NONE), pass);
        for (Checkpoint lane : lanes) {
            insert(connection, lane, pass);
        }
    }

    /**
     * Moves a lane, in the transaction that writes its rows.
     *
     * @throws JobStopped when another node has the stream: the transaction must be rolled back
     */
    void move(Connection connection, Checkpoint to) throws SQLException, JobStopped {
        int moved = Sql.update(
                connection,
                "UPDATE " + TABLE + " SET position = ?, done = ?, accepted = ?, delivered = ?, quarantined = ?,"
                        + " rejected = ? WHERE stream = ? AND lane = ? AND pass = ? AND fence = ?",
                positions.sealed(stream, to.after()),
                to.done() ? 1 : 0,
                to.counts().accepted(),
                to.counts().delivered(),
                to.counts().quarantined(),
                to.counts().rejected(),
                stream,
                to.lane(),
                pass,
                fence);
        if (moved != 1) {
            throw JobStopped.lost();
        }
    }

    /** Ends a pass: the next begins where was found out at this one's beginning. */
    void finish(Connection connection) throws SQLException, JobStopped {
        List<String> next = position(connection, Checkpoint.NEXT);
        int moved = Sql.update(
                connection,
                "UPDATE " + TABLE + " SET position = coalesce(?, position) WHERE stream = ? AND lane = ? AND fence = ?",
                positions.sealed(stream, next),
                stream,
                Checkpoint.BASE,
                fence);
        if (moved != 1) {
            throw JobStopped.lost();
        }
    }

    private void insert(Connection connection, Checkpoint lane, String ofPass) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO " + TABLE
                        + " (stream, lane, fence, pass, position, upper_end, done, fresh, accepted, delivered,"
                        + " quarantined, rejected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                stream,
                lane.lane(),
                fence,
                ofPass,
                positions.sealed(stream, lane.after()),
                positions.sealed(stream, lane.until()),
                lane.done() ? 1 : 0,
                lane.fresh() ? 1 : 0,
                lane.counts().accepted(),
                lane.counts().delivered(),
                lane.counts().quarantined(),
                lane.counts().rejected());
    }

    private Checkpoint read(ResultSet row) throws SQLException {
        return new Checkpoint(
                row.getInt("lane"),
                positions.opened(stream, row.getString("position")),
                positions.opened(stream, row.getString("upper_end")),
                row.getInt("done") == 1,
                row.getInt("fresh") == 1,
                new Counts(
                        row.getLong("accepted"),
                        row.getLong("delivered"),
                        row.getLong("quarantined"),
                        row.getLong("rejected")));
    }
}
