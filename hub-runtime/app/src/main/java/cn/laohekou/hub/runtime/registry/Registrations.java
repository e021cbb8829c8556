package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes new revisions of connectors, resources and grants. */
public final class Registrations {

    private final Changes changes;
    private final SpecChecks checks;
    private final Vault vault;

    Registrations(Changes changes, SpecChecks checks, Vault vault) {
        this.changes = changes;
        this.checks = checks;
        this.vault = vault;
    }

    /**
     * What is asked to be written.
     *
     * @param name name of the object
     * @param spec its document
     * @param draft whether to store it unchecked
     * @param dryRun whether to check only and store nothing
     */
    public record Request(String name, ObjectNode spec, boolean draft, boolean dryRun) {

        /** Reads a request body of the form {@code {"name", "department", "spec"}}. */
        public static Request of(Actor actor, ObjectNode body, @Nullable String name, boolean draft, boolean dryRun) {
            List<FieldError> errors = new ArrayList<>();
            SpecReader reader = new SpecReader(body, "", errors);
            String written = reader.name("name", name == null);
            String department = reader.text("department", false);
            ObjectNode spec = reader.raw("spec");
            if (!body.has("spec")) {
                reader.error("spec", "必填", "is required");
            }
            reader.refuseUnknown();
            if (name != null && !written.isEmpty() && !written.equals(name)) {
                reader.error("name", "与路径中的名称不一致", "differs from the name in the path");
            }
            if (!errors.isEmpty()) {
                throw new Refused(Problem.of(ErrorCode.REGISTRATION_INVALID, errors));
            }
            if (!department.isEmpty()) {
                actor.requireOf(department);
            }
            return new Request(name == null ? written : name, spec, draft, dryRun);
        }
    }

    /**
     * Registers an object with its first revision. The same again is answered, not refused.
     *
     * @throws Refused {@code ALREADY_EXISTS} when the name stands for something else
     */
    public ObjectNode create(Call call, ObjectKind kind, Request request) {
        checks.prepare(kind, request.spec());
        return changes.make(call, connection -> {
            Optional<RegistryObject> existing = ObjectStore.lock(connection, kind, request.name());
            if (existing.isEmpty()) {
                return insert(connection, call.actor(), kind, request);
            }
            if (!call.actor().isOf(existing.get().department())) {
                throw Refused.of(ErrorCode.ALREADY_EXISTS);
            }
            Revision latest = ObjectStore.latest(connection, existing.get());
            if (sameAsFormer(connection, existing.get(), latest, request.spec())) {
                return unchanged(existing.get(), latest);
            }
            throw Refused.of(ErrorCode.ALREADY_EXISTS);
        });
    }

    /** Writes a new revision of an object; the same document again changes nothing. */
    public ObjectNode revise(Call call, ObjectKind kind, Request request) {
        checks.prepare(kind, request.spec());
        return changes.make(call, connection -> {
            RegistryObject object = ObjectStore.lock(connection, kind, request.name())
                    .filter(found -> call.actor().isOf(found.department()))
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            if (object.state().isFinal()) {
                throw Refused.of(ErrorCode.STATE_CONFLICT);
            }
            Revision latest = ObjectStore.latest(connection, object);
            if (sameAsFormer(connection, object, latest, request.spec())) {
                return unchanged(object, latest);
            }
            return append(connection, call.actor(), object, latest, request);
        });
    }

    private ManagementWork.Result<ObjectNode> insert(
            Connection connection, Actor actor, ObjectKind kind, Request request) throws SQLException {
        String department = Objects.requireNonNullElse(actor.department(), "");
        if (!Sql.exists(connection, "SELECT 1 FROM registry.department WHERE code = ?", department)) {
            throw Refused.of(
                    ErrorCode.NOT_YOUR_DEPARTMENT,
                    "您的部门尚未登记，请联系系统管理员。",
                    "Your department is not registered; ask the system administrator.");
        }
        Set<String> secrets = checks.secrets(kind, request.spec());
        ObjectNode clear = clear(connection, request.name(), request.spec(), secrets, null);
        String provider = checked(connection, kind, department, request, clear);
        Revision.Mark mark = new Revision.Mark(actor.user(), changes.clock().instant());
        RegistryObject object = new RegistryObject(
                kind, request.name(), department, provider, ObjectState.ACTIVE, null, 1, mark.at(), mark.by(), null);
        Revision revision = Revision.first(1, seal(connection, object, clear, secrets, null), state(request), mark);
        if (request.dryRun()) {
            return unchanged(object, revision);
        }
        ObjectStore.insert(connection, object);
        ObjectStore.insert(connection, object, revision);
        return written(actor, "create", object, null, revision);
    }

    private ManagementWork.Result<ObjectNode> append(
            Connection connection, Actor actor, RegistryObject object, Revision latest, Request request)
            throws SQLException {
        Set<String> secrets = checks.secrets(object.kind(), request.spec());
        ObjectNode clear = clear(connection, object.name(), request.spec(), secrets, latest.spec());
        String provider = checked(connection, object.kind(), object.department(), request, clear);
        Revision.Mark mark = new Revision.Mark(actor.user(), changes.clock().instant());
        RegistryObject next = object.withLatest(latest.number() + 1, provider == null ? object.provider() : provider);
        Revision revision = Revision.first(
                next.latest(), seal(connection, next, clear, secrets, latest.spec()), state(request), mark);
        if (request.dryRun()) {
            return unchanged(next, revision);
        }
        ObjectStore.insert(connection, next, revision);
        ObjectStore.update(connection, next);
        return written(actor, "revise", next, Views.object(object, latest), revision);
    }

    private static RevisionState state(Request request) {
        return request.draft() ? RevisionState.DRAFT : RevisionState.VALIDATED;
    }

    private @Nullable String checked(
            Connection connection, ObjectKind kind, String department, Request request, ObjectNode clear)
            throws SQLException {
        Checked checked = checks.check(connection, kind, request.name(), department, clear);
        if (!request.draft() && !checked.errors().isEmpty()) {
            throw SpecChecks.refusal(checked.errors());
        }
        return checked.provider();
    }

    private boolean sameAsFormer(Connection connection, RegistryObject object, Revision latest, ObjectNode spec)
            throws SQLException {
        Set<String> secrets = checks.secrets(object.kind(), spec);
        ObjectNode clear = clear(connection, object.name(), spec, secrets, latest.spec());
        return vault.matches(connection, object.name(), clear, secrets, latest.spec());
    }

    private ObjectNode clear(
            Connection connection, String name, ObjectNode spec, Set<String> secrets, @Nullable ObjectNode former)
            throws SQLException {
        return vault.clear(connection, name, spec, secrets, former);
    }

    private ObjectNode seal(
            Connection connection,
            RegistryObject object,
            ObjectNode clear,
            Set<String> secrets,
            @Nullable ObjectNode former)
            throws SQLException {
        return vault.seal(connection, object.name(), clear, secrets, former, object.createdAt());
    }

    private static ManagementWork.Result<ObjectNode> unchanged(RegistryObject object, Revision revision) {
        return new ManagementWork.Result<>(Views.object(object, revision), List.of(), false);
    }

    private ManagementWork.Result<ObjectNode> written(
            Actor actor, String action, RegistryObject object, @Nullable ObjectNode before, Revision revision) {
        ObjectNode view = Views.object(object, revision);
        return new ManagementWork.Result<>(
                view, List.of(changes.audit(actor, object.kind().code(), action, object.name(), before, view)), false);
    }
}
