package cn.laohekou.hub.runtime.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of connectors, resources and grants and their revisions. */
final class ObjectStore {

    private static final String OBJECT = "SELECT * FROM registry.object WHERE kind = ? AND name = ?";

    private ObjectStore() {}

    static Optional<RegistryObject> find(Connection connection, ObjectKind kind, String name) throws SQLException {
        return Sql.one(connection, OBJECT, ObjectStore::object, kind.code(), name);
    }

    static Optional<RegistryObject> lock(Connection connection, ObjectKind kind, String name) throws SQLException {
        return Sql.one(connection, OBJECT + " FOR UPDATE", ObjectStore::object, kind.code(), name);
    }

    /**
     * One page by name.
     *
     * @param after last name of the page before; empty for the first page
     * @param visibleTo only what a department owns or provides; null for all
     */
    static List<RegistryObject> page(
            Connection connection, ObjectKind kind, String after, int limit, @Nullable String visibleTo)
            throws SQLException {
        return Sql.list(
                connection,
                "SELECT * FROM registry.object WHERE kind = ? AND name > ? AND (CAST(? AS varchar) IS NULL"
                        + " OR department = ? OR provider = ?) ORDER BY name LIMIT ?",
                ObjectStore::object,
                kind.code(),
                after,
                visibleTo,
                visibleTo,
                visibleTo,
                limit);
    }

    static void insert(Connection connection, RegistryObject object) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO registry.object (kind, name, department, provider, state, running, latest, created_at,"
                        + " created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                object.kind().code(),
                object.name(),
                object.department(),
                object.provider(),
                object.state().code(),
                object.running(),
                object.latest(),
                object.createdAt(),
                object.createdBy());
    }

    static void update(Connection connection, RegistryObject object) throws SQLException {
        Sql.update(
                connection,
                "UPDATE registry.object SET provider = ?, state = ?, running = ?, latest = ?, held_by = ?"
                        + " WHERE kind = ? AND name = ?",
                object.provider(),
                object.state().code(),
                object.running(),
                object.latest(),
                object.heldBy(),
                object.kind().code(),
                object.name());
    }

    static Optional<Revision> revision(Connection connection, RegistryObject object, int number) throws SQLException {
        return Sql.one(
                connection,
                "SELECT * FROM registry.revision WHERE kind = ? AND name = ? AND number = ?",
                ObjectStore::revision,
                object.kind().code(),
                object.name(),
                number);
    }

    static Revision latest(Connection connection, RegistryObject object) throws SQLException {
        return revision(connection, object, object.latest())
                .orElseThrow(() -> new SQLException("An object without its latest revision"));
    }

    static List<Revision> revisions(Connection connection, RegistryObject object) throws SQLException {
        return Sql.list(
                connection,
                "SELECT * FROM registry.revision WHERE kind = ? AND name = ? ORDER BY number DESC",
                ObjectStore::revision,
                object.kind().code(),
                object.name());
    }

    static void insert(Connection connection, RegistryObject object, Revision revision) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO registry.revision (kind, name, number, spec, state, created_at, created_by)"
                        + " VALUES (?, ?, ?, CAST(? AS jsonb), ?, ?, ?)",
                object.kind().code(),
                object.name(),
                revision.number(),
                revision.spec().toString(),
                revision.state().code(),
                revision.created().at(),
                revision.created().by());
    }

    static void update(Connection connection, RegistryObject object, Revision revision) throws SQLException {
        Revision.Mark submitted = revision.submitted();
        Revision.Mark consented = revision.consented();
        Revision.Mark decided = revision.decided();
        Revision.Probe probe = revision.probe();
        Sql.update(
                connection,
                "UPDATE registry.revision SET state = ?, submitted_at = ?, submitted_by = ?, consented_at = ?,"
                        + " consented_by = ?, decided_at = ?, decided_by = ?, reason = ?,"
                        + " probed_at = ?, probed_by = ?, probe_answered = ?, probe_result = ?"
                        + " WHERE kind = ? AND name = ? AND number = ?",
                revision.state().code(),
                submitted == null ? null : submitted.at(),
                submitted == null ? null : submitted.by(),
                consented == null ? null : consented.at(),
                consented == null ? null : consented.by(),
                decided == null ? null : decided.at(),
                decided == null ? null : decided.by(),
                revision.reason(),
                probe == null ? null : probe.mark().at(),
                probe == null ? null : probe.mark().by(),
                probe == null ? null : probe.answered(),
                probe == null ? null : probe.result(),
                object.kind().code(),
                object.name(),
                revision.number());
    }

    private static RegistryObject object(ResultSet row) throws SQLException {
        return new RegistryObject(
                ObjectKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getString("department"),
                row.getString("provider"),
                ObjectState.of(row.getString("state")),
                Sql.integer(row, "running"),
                row.getInt("latest"),
                created(row),
                row.getString("created_by"),
                row.getString("held_by"));
    }

    private static Revision revision(ResultSet row) throws SQLException {
        return new Revision(
                row.getInt("number"),
                Json.stored(row.getString("spec")),
                RevisionState.of(row.getString("state")),
                probe(row),
                new Revision.Mark(row.getString("created_by"), created(row)),
                mark(row, "submitted"),
                mark(row, "consented"),
                mark(row, "decided"),
                row.getString("reason"));
    }

    private static Revision.@Nullable Probe probe(ResultSet row) throws SQLException {
        Revision.Mark mark = mark(row, "probed");
        return mark == null
                ? null
                : new Revision.Probe(mark, row.getBoolean("probe_answered"), row.getString("probe_result"));
    }

    private static Instant created(ResultSet row) throws SQLException {
        return Objects.requireNonNull(Sql.instant(row, "created_at"));
    }

    private static Revision.@Nullable Mark mark(ResultSet row, String prefix) throws SQLException {
        Instant at = Sql.instant(row, prefix + "_at");
        return at == null ? null : new Revision.Mark(row.getString(prefix + "_by"), at);
    }
}
