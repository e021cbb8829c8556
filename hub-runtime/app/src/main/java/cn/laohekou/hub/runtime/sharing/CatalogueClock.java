package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.law.LegalClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What the registry's own steps mean for declared changes: a revision of the resource that is handed in follows them, and
 * their clock stops; one that is turned down did not, and the clock runs on as if it had never stopped.
 */
final class CatalogueClock {

    private static final String FOLLOWED = "updated";

    private final Cases cases;
    private final Deadlines deadlines;

    CatalogueClock(Cases cases, Deadlines deadlines) {
        this.cases = cases;
        this.deadlines = deadlines;
    }

    /** A revision of a resource was handed in. */
    void followed(Connection connection, Call call, String resource, int revision, Instant now) throws SQLException {
        for (String id : Sql.list(
                connection,
                "SELECT id FROM registry.sharing_case WHERE kind = 'change' AND subject = ? AND state = 'open'",
                row -> row.getString(1),
                resource)) {
            Cases.Case open =
                    cases.find(connection, Cases.Kind.CHANGE, id, now).orElseThrow(() -> new SQLException("Row gone"));
            var unused = cases.close(
                    connection,
                    open,
                    FOLLOWED,
                    Json.object().put("revision", revision),
                    call.actor().user(),
                    now);
        }
    }

    /** That revision was turned down or withdrawn. */
    void notFollowed(Connection connection, String resource, int revision) throws SQLException {
        List<String> again = Sql.list(
                connection,
                "SELECT id FROM registry.sharing_case WHERE kind = 'change' AND subject = ? AND state = ?"
                        + " AND outcome ->> 'revision' = ?",
                row -> row.getString(1),
                resource,
                FOLLOWED,
                Integer.toString(revision));
        for (String id : again) {
            Sql.update(
                    connection,
                    "UPDATE registry.sharing_case SET state = 'open', outcome = NULL, closed_at = NULL,"
                            + " closed_by = NULL WHERE kind = 'change' AND id = ?",
                    id);
            deadlines.reopen(connection, LegalClock.CATALOGUE_UPDATE, id);
        }
    }
}
