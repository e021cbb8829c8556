package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads the registry for people. A department-bound person sees other departments' resources, and nothing else of theirs. */
public final class Queries {

    /** Entries of one page unless the caller asks for fewer. */
    public static final int PAGE = 100;

    private final DataSource dataSource;
    private final SnapshotSource snapshots;

    Queries(DataSource dataSource, SnapshotSource snapshots) {
        this.dataSource = dataSource;
        this.snapshots = snapshots;
    }

    /**
     * One page of a list.
     *
     * @param items entries
     * @param next cursor of the next page; null on the last
     */
    public record Page(List<ObjectNode> items, @Nullable String next) {

        static Page of(List<ObjectNode> found, int limit, String key) {
            if (found.size() <= limit) {
                return new Page(found, null);
            }
            List<ObjectNode> items = List.copyOf(found.subList(0, limit));
            return new Page(items, items.get(limit - 1).path(key).asText());
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T read(Read<T> query) {
        try (Connection connection = dataSource.getConnection()) {
            return query.from(connection);
        } catch (SQLException e) {
            Problem problem = Problem.of(ErrorCode.REGISTRY_UNAVAILABLE);
            System.getLogger(Queries.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "Registry not readable, incident {0}: SQLSTATE {1}",
                            problem.incident(),
                            e.getSQLState());
            throw new Refused(problem);
        }
    }

    private static Optional<RegistryObject> visible(Connection connection, Actor actor, ObjectKind kind, String name)
            throws SQLException {
        return ObjectStore.find(connection, kind, name)
                .filter(object -> kind == ObjectKind.RESOURCE || Decisions.visible(actor, object));
    }

    private static RegistryObject find(Connection connection, Actor actor, ObjectKind kind, String name)
            throws SQLException {
        return visible(connection, actor, kind, name).orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    /** Whether a name is taken. */
    public boolean exists(ObjectKind kind, String name) {
        return read(connection -> ObjectStore.find(connection, kind, name).isPresent());
    }

    /** An object with its newest revision. */
    public ObjectNode object(Actor actor, ObjectKind kind, String name) {
        return read(connection -> {
            RegistryObject object = find(connection, actor, kind, name);
            return Views.object(object, ObjectStore.latest(connection, object));
        });
    }

    /** Objects of a kind by name. */
    public Page objects(Actor actor, ObjectKind kind, String after, int limit) {
        String bound = actor.boundToDepartment() && kind != ObjectKind.RESOURCE ? actor.department() : null;
        if (bound == null && actor.boundToDepartment() && kind != ObjectKind.RESOURCE) {
            return new Page(List.of(), null);
        }
        return read(connection -> {
            List<ObjectNode> found = new ArrayList<>();
            for (RegistryObject object : ObjectStore.page(connection, kind, after, limit + 1, bound)) {
                found.add(Views.object(object, ObjectStore.latest(connection, object)));
            }
            return Page.of(found, limit, "name");
        });
    }

    /** All revisions of an object, newest first. */
    public List<ObjectNode> revisions(Actor actor, ObjectKind kind, String name) {
        return read(connection -> ObjectStore.revisions(connection, find(connection, actor, kind, name)).stream()
                .map(Views::revision)
                .toList());
    }

    /** One revision of an object. */
    public ObjectNode revision(Actor actor, ObjectKind kind, String name, int number) {
        return read(connection -> ObjectStore.revision(connection, find(connection, actor, kind, name), number)
                .map(Views::revision)
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND)));
    }

    /** What the newest revision changes against the running one: pointer, before, after; secrets masked. */
    public List<ObjectNode> diff(Actor actor, ObjectKind kind, String name) {
        return read(connection -> {
            RegistryObject object = find(connection, actor, kind, name);
            Integer running = object.running();
            JsonNode before = running == null
                    ? Json.object()
                    : ObjectStore.revision(connection, object, running)
                            .map(found -> Vault.masked(found.spec()))
                            .orElseGet(Json::object);
            List<ObjectNode> found = new ArrayList<>();
            compare(
                    "/spec",
                    before,
                    Vault.masked(ObjectStore.latest(connection, object).spec()),
                    found);
            return found;
        });
    }

    private static void compare(String pointer, JsonNode before, JsonNode after, List<ObjectNode> found) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof ObjectNode old && after instanceof ObjectNode fresh) {
            TreeSet<String> names = new TreeSet<>();
            old.fieldNames().forEachRemaining(names::add);
            fresh.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(pointer + "/" + name, old.path(name), fresh.path(name), found);
            }
            return;
        }
        ObjectNode change = Json.object().put("pointer", pointer);
        if (!before.isMissingNode()) {
            change.set("before", before);
        }
        if (!after.isMissingNode()) {
            change.set("after", after);
        }
        found.add(change);
    }

    /** The newest revision of the caller's own connector, as it would run. */
    public DesiredConnector candidate(Actor actor, String name) {
        return read(connection -> {
            RegistryObject object = ObjectStore.find(connection, ObjectKind.CONNECTOR, name)
                    .filter(found -> actor.isOf(found.department()))
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            return snapshots.desired(
                    name,
                    object.department(),
                    object.latest(),
                    ObjectState.ACTIVE,
                    ObjectStore.latest(connection, object).spec(),
                    Vault.load(connection));
        });
    }

    /** Departments by code. */
    public Page departments(String after, int limit) {
        return page(
                "SELECT * FROM registry.department WHERE code > ? ORDER BY code LIMIT ?",
                Directory::department,
                after,
                limit,
                "code");
    }

    /** Purposes by code. */
    public Page purposes(String after, int limit) {
        return page(
                "SELECT * FROM registry.purpose WHERE code > ? ORDER BY code LIMIT ?",
                Directory::purpose,
                after,
                limit,
                "code");
    }

    /** One department. */
    public ObjectNode department(String code) {
        return one("SELECT * FROM registry.department WHERE code = ?", Directory::department, code);
    }

    /** One purpose. */
    public ObjectNode purpose(String code) {
        return one("SELECT * FROM registry.purpose WHERE code = ?", Directory::purpose, code);
    }

    /** Systems by id; a department-bound person sees the own department's. */
    public Page systems(Actor actor, String after, int limit) {
        String bound = actor.boundToDepartment() ? String.valueOf(actor.department()) : null;
        return read(connection -> Page.of(
                Sql.list(
                        connection,
                        "SELECT * FROM registry.system WHERE id > ? AND (CAST(? AS varchar) IS NULL OR department = ?)"
                                + " ORDER BY id LIMIT ?",
                        Systems::view,
                        after,
                        bound,
                        bound,
                        limit + 1),
                limit,
                "id"));
    }

    /** One system. */
    public ObjectNode system(Actor actor, String id) {
        ObjectNode system = one("SELECT * FROM registry.system WHERE id = ?", Systems::view, id);
        if (!actor.maySee(system.path("department").asText())) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
        return system;
    }

    /** Allowed addresses and folders; a department-bound person sees the own department's. */
    public Page addresses(Actor actor) {
        String bound = actor.boundToDepartment() ? String.valueOf(actor.department()) : null;
        return read(connection -> {
            List<ObjectNode> items = new ArrayList<>(Sql.list(
                    connection,
                    "SELECT * FROM registry.outgoing_address WHERE CAST(? AS varchar) IS NULL OR department = ?"
                            + " ORDER BY department, block, port",
                    Addresses::view,
                    bound,
                    bound));
            items.addAll(Sql.list(
                    connection,
                    "SELECT * FROM registry.allowed_folder WHERE CAST(? AS varchar) IS NULL OR department = ?"
                            + " ORDER BY department, folder",
                    Folders::view,
                    bound,
                    bound));
            return new Page(items, null);
        });
    }

    private Page page(String sql, Sql.Row<ObjectNode> row, String after, int limit, String key) {
        return read(connection -> Page.of(Sql.list(connection, sql, row, after, limit + 1), limit, key));
    }

    private ObjectNode one(String sql, Sql.Row<ObjectNode> row, String key) {
        return read(
                connection -> Sql.one(connection, sql, row, key).orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND)));
    }
}
