package cn.laohekou.hub.runtime.retention;

import cn.laohekou.hub.runtime.evidence.ArchiveDue;
import cn.laohekou.hub.runtime.evidence.RetentionStore;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.security.evidence.Audit;
import cn.laohekou.hub.security.evidence.ManagementWork;
import cn.laohekou.hub.security.evidence.Pruning;
import cn.laohekou.hub.security.evidence.StoreException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Deletes what an archive holds, in one transaction with the record of it in the chain. */
public final class Prunings {

    private static final Logger LOG = Logger.getLogger("hub.retention");

    private final Archives archives;
    private final DataSource database;
    private final RetentionStore store;
    private final Changes changes;

    /**
     * @param archives the bundles
     * @param database connections as the run-time role
     * @param store deletes as {@code hub_retention}
     * @param changes makes the audit record, and the transaction durable together with it
     */
    public Prunings(Archives archives, DataSource database, RetentionStore store, Changes changes) {
        this.archives = archives;
        this.database = database;
        this.store = store;
        this.changes = changes;
    }

    /**
     * Deletes from the database what a bundle holds. A repetition after it succeeded changes nothing.
     *
     * @param actor who asks
     * @param name file name of the bundle
     * @param bundle SM3 of the file as the caller knows it: what lies here must be what the caller has
     * @return the bundle
     * @throws Refused when the bundle does not verify or is another one, holds what must still be kept, or the database
     *     does not let it go; then nothing is deleted
     */
    public Archive prune(Actor actor, String name, String bundle) {
        Archive archive = archives.find(name);
        if (!archive.bundle().equals(bundle)) {
            throw Refused.of(ErrorCode.ARCHIVE_INVALID);
        }
        Pruning pruning = new Pruning(archive.through(), bundle);
        try {
            if (isDone(pruning)) {
                return archive;
            }
            if (!ArchiveDue.isOlder(
                    database, archive.through(), archives.floor().now())) {
                throw Refused.of(
                        ErrorCode.STATE_CONFLICT,
                        "归档包中有不满保存期限的记录，不能删除。",
                        "The archive holds records that must still be kept; they cannot be deleted.");
            }
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
        cut(actor, archive, pruning);
        return archive;
    }

    private void cut(Actor actor, Archive archive, Pruning pruning) {
        try (RetentionStore.Cut cut =
                store.cut(archive.first(), pruning, changes.clock().instant())) {
            ObjectNode state = Json.object();
            pruning.state(cut.standing()).forEach((member, value) -> state.set(member, Json.tree(value)));
            state.put("first", archive.first()).put("records", archive.records());
            Audit audit =
                    changes.audit(actor, "evidence", "prune", archive.through().node(), null, state);
            changes.join(new Joined(cut.connection(), audit));
        } catch (RetentionStore.NotAsArchived e) {
            LOG.warnf("an archive does not match the ledger: %s", e.getMessage());
            throw Refused.of(ErrorCode.ARCHIVE_INVALID);
        } catch (SQLException e) {
            LOG.warnf("the role hub_retention cannot delete: SQLSTATE %s", e.getSQLState());
            throw Refused.of(ErrorCode.RETENTION_UNAVAILABLE);
        } catch (StoreException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }

    private record Joined(Connection begun, Audit audit) implements ManagementWork<ObjectNode> {

        @Override
        public Result<ObjectNode> run(Connection connection) {
            return new Result<>(Json.object(), List.of(audit), false);
        }
    }

    private boolean isDone(Pruning pruning) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT bundle FROM ledger.pruning WHERE node = ? AND sequence = ? AND hash = ?")) {
            statement.setString(1, pruning.through().node());
            statement.setLong(2, pruning.through().sequence());
            statement.setString(3, pruning.through().hash());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getString(1).equals(pruning.bundle());
            }
        }
    }

    /** All that was pruned, oldest first. */
    public ArrayNode list() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT node, first, sequence, hash, bundle, at FROM ledger.pruning ORDER BY at, node")) {
            ArrayNode list = Json.object().putArray("items");
            while (rows.next()) {
                String file = new ArchiveFolder.Name(rows.getString(1), rows.getLong(2), rows.getLong(3)).file();
                list.addObject()
                        .put("name", file)
                        .put("node", rows.getString(1))
                        .put("first", rows.getLong(2))
                        .put("last", rows.getLong(3))
                        .put("head", rows.getString(4))
                        .put("bundle", rows.getString(5))
                        .put("prunedAt", rows.getTimestamp(6).toInstant().toString());
            }
            return list;
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }
}
