package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.Anchoring;
import cn.laohekou.hub.security.evidence.StoreException;
import cn.laohekou.hub.security.evidence.StoredAnchor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Anchored checkpoints in PostgreSQL. */
public final class JdbcAnchors implements Anchoring.Store {

    private final DataSource source;

    /**
     * A store of anchored checkpoints.
     *
     * @param source connections as the run-time role
     */
    public JdbcAnchors(DataSource source) {
        this.source = source;
    }

    @Override
    public void save(StoredAnchor anchor) throws StoreException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO ledger.anchor (kind, line, receipt) VALUES (?, ?, ?)")) {
            statement.setString(1, anchor.kind());
            statement.setBytes(2, anchor.line().bytes());
            statement.setBytes(3, anchor.receipt().bytes());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw SqlFailures.ofCommit(e);
        }
    }
}
