package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.ApplicationSpec;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Grounds;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.SharingLaw.Subject;
import cn.laohekou.hub.runtime.registry.SharingLaw.Verdict;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.law.ApplicationState;
import cn.laohekou.hub.security.law.ApplicationState.Step;
import cn.laohekou.hub.security.law.LegalClock;
import cn.laohekou.hub.security.law.ReviewRule;
import cn.laohekou.hub.security.law.Statement;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the steps of a grant mean for the application it rests on. Every method runs inside the step's transaction. */
final class Applications {

    static final String KIND = "application";

    private final Deadlines deadlines;
    private final Cases cases;

    Applications(Deadlines deadlines, Cases cases) {
        this.deadlines = deadlines;
        this.cases = cases;
    }

    /** The application is handed in: everything missing is named at once; complete, it is accepted and the clock runs. */
    void filed(Connection connection, Call call, Subject grant, Instant now) throws SQLException {
        refuseIncomplete(ApplicationSpec.of(grant.spec()));
        ObjectNode content = Json.object();
        content.setAll((ObjectNode) grant.spec().path("application"));
        Texts.refusePersonal(content, "/spec/application");
        content.set("validFrom", grant.spec().path("validFrom"));
        content.set("validUntil", grant.spec().path("validUntil"));
        List<Application> former = Application.ofGrant(connection, grant.name());
        Optional<Application> waiting = former.stream()
                .filter(found -> found.state() == ApplicationState.SUPPLEMENT)
                .findFirst();
        for (Application found : former) {
            if (found.state().waitsForAnswer()) {
                found.answered(ApplicationState.WITHDRAWN, now).update(connection);
                deadlines.close(connection, found.answerClock(), found.id(), now);
                Trail.note(connection, KIND, found.id(), now, call.actor().user(), "replaced", null);
            }
        }
        Application application = waiting.isPresent()
                ? waiting.get().refiled(grant.revision(), content, now)
                : first(connection, grant, former.size() + 1, content, now);
        if (waiting.isPresent()) {
            application.update(connection);
        } else {
            application.insert(connection);
        }
        deadlines.start(connection, application.answerClock(), application.id(), application.provider(), now);
        Trail.note(
                connection,
                KIND,
                application.id(),
                now,
                call.actor().user(),
                waiting.isPresent() ? "refiled" : "filed",
                null);
        Trail.tell(
                connection,
                application.provider(),
                now,
                KIND + "/" + application.id(),
                "收到对 " + application.resource() + " 的共享申请 " + application.id() + "，请在法定期限内答复",
                "Application " + application.id() + " for " + application.resource() + " came in; answer in time");
    }

    private static void refuseIncomplete(Statement statement) {
        List<Statement.Item> missing = statement.missing();
        if (!missing.isEmpty()) {
            throw new Refused(Problem.of(
                    ErrorCode.APPLICATION_INCOMPLETE,
                    missing.stream()
                            .map(item -> FieldError.of(
                                    "/spec/application/" + item.pointer(),
                                    "缺少" + item.zh(),
                                    item.en() + " is missing"
                                            + (item == Statement.Item.METHOD ? "; one of " + Statement.METHODS : "")))
                            .toList()));
        }
    }

    private static Application first(Connection connection, Subject grant, int number, ObjectNode content, Instant now)
            throws SQLException {
        String resource = grant.spec().path("resource").asText();
        String sharing = Sql.one(
                        connection,
                        "SELECT r.spec ->> 'sharing' FROM registry.object o JOIN registry.revision r"
                                + " ON r.kind = o.kind AND r.name = o.name AND r.number = o.running"
                                + " WHERE o.kind = 'resource' AND o.name = ?",
                        row -> row.getString(1),
                        resource)
                .orElse("CONDITIONAL");
        return new Application(
                grant.name() + "." + number,
                grant.name(),
                number,
                grant.revision(),
                grant.department(),
                Objects.requireNonNull(grant.provider()),
                resource,
                sharing.toUpperCase(Locale.ROOT).replace('-', '_'),
                ApplicationState.FILED,
                content,
                0,
                false,
                now,
                now,
                null,
                null);
    }

    /** The application a revision of a grant rests on, in a state from which the step is possible. */
    private static Application ready(Connection connection, Subject grant, Step step) throws SQLException {
        return Application.ofGrant(connection, grant.name()).stream()
                .filter(found -> found.revision() == grant.revision())
                .filter(found -> found.state().after(step).isPresent())
                .findFirst()
                .orElseThrow(() -> Refused.of(
                        ErrorCode.STATE_CONFLICT,
                        "该授权没有处于相应阶段的共享申请；请查看 /api/v1/applications。",
                        "The grant has no application at this stage; see /api/v1/applications."));
    }

    /** The provider agrees; its clock runs on until the security review is done. */
    void consented(Connection connection, Call call, Subject grant, Instant now) throws SQLException {
        Application application = ready(connection, grant, Step.CONSENT);
        application.in(ApplicationState.CONSENTED).update(connection);
        Trail.note(connection, KIND, application.id(), now, call.actor().user(), "consented", null);
    }

    /** The grant becomes active: the answer is given, the clock of the delivery starts. */
    void approved(Connection connection, Call call, Subject grant, Instant now) throws SQLException {
        Application application = ready(connection, grant, Step.APPROVE);
        for (Application former : Application.ofGrant(connection, grant.name())) {
            if (former.state().after(Step.END).isPresent()) {
                former.in(ApplicationState.ENDED).update(connection);
                deadlines.closeAll(connection, former.id(), now);
                Trail.note(connection, KIND, former.id(), now, call.actor().user(), "replaced", null);
            }
        }
        application.answered(ApplicationState.DELIVERING, now).update(connection);
        deadlines.close(connection, application.answerClock(), application.id(), now);
        deadlines.start(connection, LegalClock.DELIVERY, application.id(), application.provider(), now);
        Trail.note(connection, KIND, application.id(), now, call.actor().user(), "approved", null);
        Trail.tell(
                connection,
                application.consumer(),
                now,
                KIND + "/" + application.id(),
                "共享申请 " + application.id() + " 已同意，授权 " + grant.name() + " 生效",
                "Application " + application.id() + " is granted; grant " + grant.name() + " is active");
    }

    /** The application ends without a grant; a refusal has reasons, an objection also a rule. */
    void ended(Connection connection, Call call, Subject grant, Verdict verdict, Grounds grounds, Instant now)
            throws SQLException {
        Step step = verdict == Verdict.WITHDRAWN ? Step.WITHDRAW : Step.REFUSE;
        Application application = ready(connection, grant, step);
        String why = verdict == Verdict.OBJECTED ? rule(grounds) : Objects.toString(grounds.reason(), "");
        ApplicationState next = application.state().after(step).orElseThrow();
        application.answered(next, now).update(connection);
        deadlines.close(connection, application.answerClock(), application.id(), now);
        String action = verdict.name().toLowerCase(Locale.ROOT);
        Trail.note(connection, KIND, application.id(), now, call.actor().user(), action, why);
        Trail.tell(
                connection,
                verdict == Verdict.WITHDRAWN ? application.provider() : application.consumer(),
                now,
                KIND + "/" + application.id(),
                "共享申请 " + application.id() + " " + next.zh() + "。理由：" + why,
                "Application " + application.id() + ": " + action + ". Reason: " + why);
    }

    private static String rule(Grounds grounds) {
        Optional<ReviewRule> rule = ReviewRule.named(Objects.toString(grounds.rule(), ""));
        if (rule.isEmpty() || grounds.reason() == null) {
            String known = Arrays.stream(ReviewRule.values())
                    .map(one -> one.name() + " " + one.zh())
                    .collect(Collectors.joining("；"));
            throw new Refused(Problem.of(
                    ErrorCode.RULE_NEEDED,
                    List.of(FieldError.of(
                            rule.isEmpty() ? "/rule" : "/reason",
                            rule.isEmpty() ? "应为以下之一：" + known : "必填",
                            rule.isEmpty()
                                    ? "must be one of " + Arrays.toString(ReviewRule.values())
                                    : "is required"))));
        }
        return rule.get().name() + "（" + rule.get().zh() + "，" + rule.get().source() + "）：" + grounds.reason();
    }

    /** A grant ended: what rests on it ends, and the consumer reports on use, storage and destruction. */
    void grantEnded(Connection connection, Call call, Subject grant, Instant now) throws SQLException {
        for (Application application : Application.ofGrant(connection, grant.name())) {
            if (application.state().after(Step.END).isPresent()) {
                application.in(ApplicationState.ENDED).update(connection);
                deadlines.closeAll(connection, application.id(), now);
                Trail.note(connection, KIND, application.id(), now, call.actor().user(), "ended", null);
            }
        }
        cases.openTask(
                connection, call, grant.name(), grant.department(), Objects.requireNonNull(grant.provider()), now);
    }
}
