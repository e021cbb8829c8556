package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.exchange.ExchangeIds;
import cn.laohekou.hub.runtime.job.Job;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.Signed;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Signed reports of reconciliations: the exact bytes that were signed are kept. Thread-safe. */
public final class Reconciliations {

    /** Name of the SM2 key that signs. */
    static final String KEY = "reconciliation";

    private final DataSource database;
    private final KeyService keys;
    private final Clock clock;

    /**
     * @param database connections of the run-time role
     * @param keys signs
     * @param clock the time
     */
    public Reconciliations(DataSource database, KeyService keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    void put(Job job, ObjectNode report) throws SQLException {
        var unused = keys.ensure(KEY, KeyKind.SM2, clock.instant());
        byte[] bytes = report.toString().getBytes(StandardCharsets.UTF_8);
        Signed signed = keys.sign(KEY, bytes);
        try (Connection connection = database.getConnection()) {
            Sql.update(
                    connection,
                    "INSERT INTO job.reconciliation (id, stream, provider, consumer, day, result, report, key, signature,"
                            + " made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    ExchangeIds.next(clock.millis()),
                    job.stream(),
                    job.provider(),
                    job.consumer(),
                    LocalDate.ofInstant(clock.instant(), clock.getZone()),
                    report.path("result").asText(),
                    bytes,
                    signed.key().toString(),
                    signed.signature(),
                    clock.instant());
        }
    }

    /** Reports the person may see, the newest first. */
    public Queries.Page list(Actor actor, String after, int limit, @Nullable String stream) {
        String department = actor.boundToDepartment() ? actor.department() : null;
        UUID before = after.isEmpty() ? null : id(after);
        try (Connection connection = database.getConnection()) {
            List<ObjectNode> found = Sql.list(
                    connection,
                    "SELECT * FROM job.reconciliation WHERE (?::uuid IS NULL OR id < ?::uuid) AND (?::text IS NULL"
                            + " OR provider = ? OR consumer = ?) AND (?::text IS NULL OR stream = ?) ORDER BY id DESC LIMIT ?",
                    Reconciliations::view,
                    before,
                    before,
                    department,
                    department,
                    department,
                    stream,
                    stream,
                    limit + 1);
            boolean more = found.size() > limit;
            List<ObjectNode> page = more ? found.subList(0, limit) : found;
            return new Queries.Page(
                    page, more ? page.get(page.size() - 1).path("id").asText() : null);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /** One report with the bytes that were signed. */
    public ObjectNode show(Actor actor, String id) {
        try (Connection connection = database.getConnection()) {
            return Sql.one(connection, "SELECT * FROM job.reconciliation WHERE id = ?", Reconciliations::view, id(id))
                    .filter(view -> !actor.boundToDepartment()
                            || actor.isOf(view.path("provider").asText())
                            || actor.isOf(view.path("consumer").asText()))
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
    }

    private static ObjectNode view(ResultSet row) throws SQLException {
        byte[] report = row.getBytes("report");
        ObjectNode view = Json.object()
                .put("id", row.getString("id"))
                .put("grant", row.getString("stream"))
                .put("provider", row.getString("provider"))
                .put("consumer", row.getString("consumer"))
                .put("day", row.getString("day"))
                .put("result", row.getString("result"));
        view.set("report", Json.stored(new String(report, StandardCharsets.UTF_8)));
        return view.put("signed", Base64.getEncoder().encodeToString(report))
                .put("key", row.getString("key"))
                .put("signature", Base64.getEncoder().encodeToString(row.getBytes("signature")));
    }
}
