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
    private final SharingLaw law;

    Running(Changes changes, SharingLaw law) {
        this.changes = changes;
        this.law = law;
    }

    /** Makes an object run or not; the same again changes nothing. */
    public ObjectNode step(Call call, ObjectKind kind, String name, Step step) {
        return step(call, kind, name, step, Grounds.NONE);
    }

    /**
     * Makes an object run or not; the same again changes nothing.
     *
     * @param grounds what is stated where others use it
     */
    public ObjectNode step(Call call, ObjectKind kind, String name, Step step, Grounds grounds) {
        return changes.make(call, connection -> {
            RegistryObject object = lock(connection, call.actor(), kind, name);
            if (step == Step.RETIRE) {
                call.actor().requireOf(object.department());
            }
            Optional<ObjectState> next = object.state().after(step, kind);
            Revision revision = shown(connection, object);
            Hold hand = Hold.of(call.actor());
            boolean raises = isDone(object.state(), step)
                    && (step == Step.PAUSE || step == Step.SUSPEND)
                    && hand.compareTo(Hold.of(object.heldBy())) > 0;
            if (next.isEmpty() && isDone(object.state(), step) && !raises) {
                return new ManagementWork.Result<>(Views.object(object, revision), List.of(), false);
            }
            ObjectState state = raises
                    ? object.state()
                    : next.orElseThrow(() -> Refused.of(
                            ErrorCode.STATE_CONFLICT,
                            "对象状态为 " + object.state().code() + "，不能执行此操作。",
                            "The object is " + object.state().code() + ": this is not possible now."));
            refuseLowerHand(object, step, hand);
            SharingLaw.Subject subject = Decisions.subject(connection, object, revision);
            if (step == Step.RESUME) {
                law.resumed(connection, call, subject);
            } else {
                law.stopping(connection, call, subject, step, grounds);
            }
            RegistryObject after = object.withState(state, step == Step.RESUME ? null : hand.code());
            ObjectStore.update(connection, after);
            return result(call, step, object, after, revision);
        });
    }

    /** What a higher hand stopped no lower one lets run again. */
    private static void refuseLowerHand(RegistryObject object, Step step, Hold hand) {
        Hold held = Hold.of(object.heldBy());
        if (step == Step.RESUME && hand.compareTo(held) < 0) {
            throw Refused.of(
                    ErrorCode.HELD_BY_ANOTHER,
                    "由" + held.zh() + "停止，只能由其恢复。",
                    "It was stopped by " + held.en() + ", who alone can let it run again.");
        }
    }

    /** An emergency stop has come to its end: lets the object run again if nobody with a higher hand stopped it since. */
    public void endEmergency(ObjectKind kind, String name, Hand hand) {
        Call call = Call.of(Actor.HUB);
        changes.make(call, connection -> {
            RegistryObject object = ObjectStore.lock(connection, kind, name).orElseThrow();
            Revision revision = shown(connection, object);
            boolean stillHeld = (object.state() == ObjectState.PAUSED || object.state() == ObjectState.SUSPENDED)
                    && Hold.of(object.heldBy()).code().equals(hand.code());
            law.resumed(connection, call, Decisions.subject(connection, object, revision));
            RegistryObject after = stillHeld ? object.withState(ObjectState.ACTIVE, null) : object;
            ObjectStore.update(connection, after);
            return result(call, Step.RESUME, object, after, revision);
        });
    }

    /**
     * Which hand made an emergency stop.
     *
     * @param code as kept with the stop
     */
    public record Hand(String code) {

        /** The hand of a person. */
        public static Hand of(Actor actor) {
            return new Hand(Hold.of(actor).code());
        }
    }

    /**
     * Runs a formerly approved revision again.
     *
     * @param number which one
     */
    public ObjectNode rollback(Call call, ObjectKind kind, String name, int number) {
        return rollback(call, kind, name, number, Grounds.NONE);
    }

    /**
     * Runs a formerly approved revision again.
     *
     * @param number which one
     * @param grounds what is stated where it takes something away that others use
     */
    public ObjectNode rollback(Call call, ObjectKind kind, String name, int number, Grounds grounds) {
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
            law.stopping(connection, call, Decisions.subject(connection, object, revision), Step.ROLLBACK, grounds);
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
