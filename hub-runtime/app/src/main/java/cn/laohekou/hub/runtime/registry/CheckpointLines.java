package cn.laohekou.hub.runtime.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Checkpoints as they stand in the database. */
public final class CheckpointLines {

    private CheckpointLines() {}

    /**
     * The latest checkpoints, newest first.
     *
     * @param dataSource connections that may read the ledger
     * @param limit how many at most
     */
    public static List<ObjectNode> latest(DataSource dataSource, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Sql.list(
                    connection,
                    "SELECT line FROM ledger.checkpoint ORDER BY id DESC LIMIT ?",
                    row -> Json.stored(row.getString(1)),
                    limit);
        }
    }
}
