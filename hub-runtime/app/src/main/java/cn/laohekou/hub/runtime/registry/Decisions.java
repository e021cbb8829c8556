package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.RevisionState.Step;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves the newest revision of an object through its states. Who may ask at all is decided before; here stands what
 * depends on the object: whose department it is, and that nobody decides on what they submitted.
 */
public final class Decisions {

    private final Changes changes;
    private final SpecChecks checks;
    private final Vault vault;
    private final SharingLaw law;

    Decisions(Changes changes, SpecChecks checks, Vault vault, SharingLaw law) {
        this.changes = changes;
        this.checks = checks;
        this.vault = vault;
        this.law = law;
    }

    /** Checks a draft; a faulty one is refused with everything wrong with it. */
    public ObjectNode validate(Call call, ObjectKind kind, String name) {
        return onLatest(call, kind, name, Step.VALIDATE, null, (connection, object, revision) -> {
            call.actor().requireOf(object.department());
            recheck(connection, object, revision);
            return revision.with(RevisionState.VALIDATED);
        });
    }

    /** Notes how a probe came out; one that failed takes nothing away but the state it had reached. */
    public ObjectNode probed(Call call, String name, int number, Prober.Outcome outcome) {
        return onLatest(call, ObjectKind.CONNECTOR, name, Step.PROBE, null, (connection, object, revision) -> {
            call.actor().requireOf(object.department());
            if (revision.number() != number) {
                throw Refused.of(ErrorCode.STATE_CONFLICT);
            }
            String result = outcome.text().zh().equals(outcome.text().en())
                    ? outcome.text().zh()
                    : outcome.text().zh() + " " + outcome.text().en();
            return revision.probed(new Revision.Probe(mark(call), outcome.answered(), result));
        });
    }

    /**
     * Hands the newest revision over for a decision. A connector's must have been probed: whether the counterpart
     * answered is for the approver to judge, who sees the result; one that is down today can be approved.
     */
    public ObjectNode submit(Call call, ObjectKind kind, String name) {
        return submit(call, kind, name, Grounds.NONE);
    }

    /**
     * Hands the newest revision over for a decision.
     *
     * @param grounds what is stated where it takes something away that others use
     */
    public ObjectNode submit(Call call, ObjectKind kind, String name, Grounds grounds) {
        return onLatest(call, kind, name, Step.SUBMIT, RevisionState.SUBMITTED, (connection, object, revision) -> {
            call.actor().requireOf(object.department());
            if (kind == ObjectKind.CONNECTOR && revision.probe() == null) {
                throw Refused.of(ErrorCode.PROBE_MISSING);
            }
            recheck(connection, object, revision);
            law.submitted(connection, call, subject(connection, object, revision), grounds);
            Revision submitted = revision.submittedBy(mark(call));
            boolean own = Objects.equals(object.provider(), object.department());
            return own ? submitted.consentedBy(mark(call)) : submitted;
        });
    }

    /** The providing department agrees to a grant. */
    public ObjectNode consent(Call call, String name) {
        return onLatest(call, ObjectKind.GRANT, name, Step.CONSENT, null, (connection, object, revision) -> {
            call.actor().requireOf(object.provider());
            law.consented(connection, call, subject(connection, object, revision));
            return revision.consentedBy(mark(call));
        });
    }

    /** The data authority has reviewed a resource's catalogue entry and has nothing against it. */
    public ObjectNode review(Call call, String name) {
        return onLatest(call, ObjectKind.RESOURCE, name, Step.CONSENT, null, (connection, object, revision) -> {
            if (revision.created().by().equals(call.actor().user())) {
                throw Refused.of(ErrorCode.SUBMITTER_CANNOT_APPROVE);
            }
            law.consented(connection, call, subject(connection, object, revision));
            return revision.consentedBy(mark(call));
        });
    }

    /** Lets the newest revision run. */
    public ObjectNode approve(Call call, ObjectKind kind, String name, @Nullable String reason) {
        return onLatest(call, kind, name, Step.APPROVE, RevisionState.APPROVED, (connection, object, revision) -> {
            refuseOwn(call, revision);
            if (kind == ObjectKind.GRANT && revision.consented() == null) {
                throw Refused.of(ErrorCode.CONSENT_MISSING);
            }
            recheck(connection, object, revision);
            law.approving(connection, call, subject(connection, object, revision));
            return revision.decidedBy(mark(call), RevisionState.APPROVED, reason);
        });
    }

    /** Keeps the newest revision from running. */
    public ObjectNode reject(Call call, ObjectKind kind, String name, Grounds grounds) {
        return end(call, kind, name, SharingLaw.Verdict.OBJECTED, grounds);
    }

    /** The providing department refuses a grant that was asked for. */
    public ObjectNode refuse(Call call, String name, String reason) {
        return end(call, ObjectKind.GRANT, name, SharingLaw.Verdict.REFUSED, Grounds.of(reason));
    }

    /** The asking department takes back what it asked for. */
    public ObjectNode withdraw(Call call, String name, String reason) {
        return end(call, ObjectKind.GRANT, name, SharingLaw.Verdict.WITHDRAWN, Grounds.of(reason));
    }

    private ObjectNode end(Call call, ObjectKind kind, String name, SharingLaw.Verdict verdict, Grounds grounds) {
        return onLatest(call, kind, name, Step.REJECT, RevisionState.REJECTED, (connection, object, revision) -> {
            if (verdict != SharingLaw.Verdict.OBJECTED) {
                call.actor().requireOf(verdict == SharingLaw.Verdict.REFUSED ? object.provider() : object.department());
            }
            law.rejecting(connection, call, subject(connection, object, revision), verdict, grounds);
            String rule = grounds.rule();
            String why = rule == null ? grounds.reason() : rule + ": " + Objects.toString(grounds.reason(), "");
            return revision.decidedBy(mark(call), RevisionState.REJECTED, why);
        });
    }

    static SharingLaw.Subject subject(Connection connection, RegistryObject object, Revision revision)
            throws SQLException {
        Integer running = object.running();
        ObjectNode now = running == null
                ? null
                : ObjectStore.revision(connection, object, running)
                        .map(Revision::spec)
                        .orElse(null);
        return new SharingLaw.Subject(
                object.kind(),
                object.name(),
                object.department(),
                object.provider(),
                revision.number(),
                revision.spec(),
                now,
                revision.consented() != null);
    }

    /** Whoever wrote, submitted or consented to a revision does not approve it. */
    private static void refuseOwn(Call call, Revision revision) {
        Revision.Mark submitted = revision.submitted();
        Revision.Mark consented = revision.consented();
        String user = call.actor().user();
        if (revision.created().by().equals(user)
                || (submitted != null && submitted.by().equals(user))
                || (consented != null && consented.by().equals(user))) {
            throw Refused.of(ErrorCode.SUBMITTER_CANNOT_APPROVE);
        }
    }

    private void recheck(Connection connection, RegistryObject object, Revision revision) throws SQLException {
        Set<String> secrets = checks.secrets(object.kind(), revision.spec());
        ObjectNode opened = vault.opened(connection, object.name(), revision.spec(), secrets);
        Checked checked = checks.check(connection, object.kind(), object.name(), object.department(), opened);
        if (!checked.errors().isEmpty()) {
            throw SpecChecks.refusal(checked.errors());
        }
    }

    @FunctionalInterface
    private interface Transition {
        Revision apply(Connection connection, RegistryObject object, Revision revision) throws SQLException;
    }

    private ObjectNode onLatest(
            Call call,
            ObjectKind kind,
            String name,
            Step step,
            @Nullable RevisionState already,
            Transition transition) {
        return changes.make(call, connection -> {
            RegistryObject object = ObjectStore.lock(connection, kind, name)
                    .filter(found -> visible(call.actor(), found))
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            Revision revision = ObjectStore.latest(connection, object);
            if (already != null && revision.state() == already) {
                return new ManagementWork.Result<>(Views.object(object, revision), List.of(), false);
            }
            if (object.state().isFinal() || revision.state().after(step, kind).isEmpty()) {
                throw conflict(object, revision);
            }
            Revision next = transition.apply(connection, object, revision);
            return save(connection, call.actor(), step, object, revision, next);
        });
    }

    static boolean visible(Actor actor, RegistryObject object) {
        return actor.maySee(object.department()) || actor.isOf(object.provider());
    }

    private ManagementWork.Result<ObjectNode> save(
            Connection connection, Actor actor, Step step, RegistryObject object, Revision before, Revision after)
            throws SQLException {
        boolean approved = step == Step.APPROVE;
        RegistryObject next = approved ? object.withRunning(after.number()) : object;
        ObjectStore.update(connection, object, after);
        if (approved) {
            ObjectStore.update(connection, next);
        }
        ObjectNode view = Views.object(next, after);
        return new ManagementWork.Result<>(
                view,
                List.of(changes.audit(
                        actor,
                        object.kind().code(),
                        step.name().toLowerCase(Locale.ROOT),
                        object.name(),
                        Views.object(object, before),
                        view)),
                // What replaces a running revision may allow less than it.
                approved && object.running() != null);
    }

    private static Refused conflict(RegistryObject object, Revision revision) {
        return new Refused(Problem.of(
                ErrorCode.STATE_CONFLICT,
                "对象状态为 " + object.state().code() + "，第 " + revision.number() + " 版状态为 "
                        + revision.state().code() + "，不能执行此操作。",
                "The object is " + object.state().code() + " and its revision " + revision.number() + " is "
                        + revision.state().code() + ": this is not possible now."));
    }

    private Revision.Mark mark(Call call) {
        return new Revision.Mark(call.actor().user(), changes.clock().instant());
    }
}
