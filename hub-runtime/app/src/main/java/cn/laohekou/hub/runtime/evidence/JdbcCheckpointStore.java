package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.BatchHeader;
import cn.laohekou.hub.security.evidence.ChainHead;
import cn.laohekou.hub.security.evidence.CheckpointStore;
import cn.laohekou.hub.security.evidence.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Heads and checkpoints in PostgreSQL. */
public final class JdbcCheckpointStore implements CheckpointStore {

    /** Hops from node to node along the primary key: the cost grows with the nodes, not with the batches. */
    private static final String HEADS = "WITH RECURSIVE n AS (SELECT min(node) AS node FROM ledger.batch UNION ALL"
            + " SELECT (SELECT min(b.node) FROM ledger.batch b WHERE b.node > n.node) FROM n WHERE n.node IS NOT NULL)"
            + " SELECT b.node, b.sequence, b.header FROM n JOIN ledger.batch b ON b.node = n.node"
            + " AND b.sequence = (SELECT max(c.sequence) FROM ledger.batch c WHERE c.node = n.node) ORDER BY b.node";

    private final DataSource source;

    /**
     * A checkpoint store.
     *
     * @param source connections as the run-time role
     */
    public JdbcCheckpointStore(DataSource source) {
        this.source = source;
    }

    @Override
    public List<ChainHead> heads() throws StoreException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(HEADS);
                ResultSet rows = statement.executeQuery()) {
            List<ChainHead> heads = new ArrayList<>();
            while (rows.next()) {
                heads.add(new ChainHead(rows.getString(1), rows.getLong(2), BatchHeader.hash(rows.getBytes(3))));
            }
            return heads;
        } catch (SQLException e) {
            throw SqlFailures.beforeCommit(e);
        }
    }

    @Override
    public @Nullable String last() throws StoreException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT line FROM ledger.checkpoint ORDER BY id DESC LIMIT 1");
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw SqlFailures.beforeCommit(e);
        }
    }

    @Override
    public void save(String line) throws StoreException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT INTO ledger.checkpoint (line) VALUES (?)")) {
            statement.setString(1, line);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailures.ofCommit(e);
        }
    }
}
