package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.ObjectState.Step;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Starts, stops and rolls back what was approved. */
public final class Running {

    private final Changes changes;

    Running(Changes changes) {
        this.changes = changes;
    }

    /** Makes an object run or not; the same again changes nothing. */
    public ObjectNode step(Call call, ObjectKind kind, String name, Step step) {
        return changes.make(call, connection -> {
            RegistryObject object = lock(connection, call.actor(), kind, name);
            if (step == Step.RETIRE) {
                call.actor().requireOf(object.department());
            }
            Optional<ObjectState> next = object.state().after(step, kind);
            Revision revision = shown(connection, object);
            if (next.isEmpty() && isDone(object.state(), step)) {
                return new ManagementWork.Result<>(Views.object(object, revision), List.of(), false);
            }
            RegistryObject after = object.withState(next.orElseThrow(() -> Refused.of(
                    ErrorCode.STATE_CONFLICT,
                    "对象状态为 " + object.state().code() + "，不能执行此操作。",
                    "The object is " + object.state().code() + ": this is not possible now.")));
            ObjectStore.update(connection, after);
            return result(call, step, object, after, revision);
        });
    }

    /**
     * Runs a formerly approved revision again.
     *
     * @param number which one
     */
    public ObjectNode rollback(Call call, ObjectKind kind, String name, int number) {
        return changes.make(call, connection -> {
            RegistryObject object = lock(connection, call.actor(), kind, name);
            Revision revision = ObjectStore.revision(connection, object, number)
                    .filter(found -> found.state() == RevisionState.APPROVED)
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FORMERLY_APPROVED));
            if (object.state().isFinal()) {
                throw Refused.of(ErrorCode.STATE_CONFLICT);
            }
            if (Integer.valueOf(number).equals(object.running())) {
                return new ManagementWork.Result<>(Views.object(object, revision), List.of(), false);
            }
            RegistryObject after = object.withRunning(number);
            ObjectStore.update(connection, after);
            return result(call, Step.ROLLBACK, object, after, revision);
        });
    }

    /** Puts on record that a connector is started again. */
    public ObjectNode noteRestart(Call call, String name) {
        return changes.make(call, connection -> {
            RegistryObject object = lock(connection, call.actor(), ObjectKind.CONNECTOR, name);
            ObjectNode view = Views.object(object, shown(connection, object));
            return new ManagementWork.Result<>(
                    view, List.of(changes.audit(call.actor(), "connector", "restart", name, view, view)), false);
        });
    }

    private static boolean isDone(ObjectState state, Step step) {
        return switch (step) {
            case PAUSE -> state == ObjectState.PAUSED;
            case SUSPEND -> state == ObjectState.SUSPENDED;
            case RESUME -> state == ObjectState.ACTIVE;
            case RETIRE -> state == ObjectState.RETIRED;
            case REVOKE -> state == ObjectState.REVOKED;
            case ROLLBACK -> false;
        };
    }

    /** Somebody of a department stops or starts only what the department owns or, for grants, provides. */
    private static RegistryObject lock(Connection connection, Actor actor, ObjectKind kind, String name)
            throws SQLException {
        return ObjectStore.lock(connection, kind, name)
                .filter(found -> Decisions.visible(actor, found))
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    private static Revision shown(Connection connection, RegistryObject object) throws SQLException {
        Integer running = object.running();
        int number = running == null ? object.latest() : running;
        return ObjectStore.revision(connection, object, number)
                .orElseThrow(() -> new SQLException("An object without its revision"));
    }

    private ManagementWork.Result<ObjectNode> result(
            Call call, Step step, RegistryObject before, RegistryObject after, Revision revision) {
        ObjectNode view = Views.object(after, revision);
        return new ManagementWork.Result<>(
                view,
                List.of(changes.audit(
                        call.actor(),
                        before.kind().code(),
                        step.name().toLowerCase(Locale.ROOT),
                        before.name(),
                        Views.object(before, revision),
                        view)),
                step != Step.RESUME);
    }
}
