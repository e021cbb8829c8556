package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.ManagementWork;
import cn.laohekou.hub.security.law.ApplicationState;
import cn.laohekou.hub.security.law.ApplicationState.Step;
import cn.laohekou.hub.security.law.LegalClock;
import cn.laohekou.hub.security.law.Reckoning;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What people do with applications besides the steps of the grant itself. */
public final class Sharing {

    private static final String KIND = Applications.KIND;

    private final DataSource database;
    private final Changes changes;
    private final Deadlines deadlines;

    /**
     * @param database the run-time role's connections
     * @param changes the way people's writes go
     * @param zone the city's zone
     */
    public Sharing(DataSource database, Changes changes, ZoneId zone) {
        this.database = database;
        this.changes = changes;
        this.deadlines = new Deadlines(zone);
    }

    /** Reads the registry. */
    @FunctionalInterface
    interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    static <T> T read(DataSource database, Read<T> query) {
        try (Connection connection = database.getConnection()) {
            return query.from(connection);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /** Department a person's view is limited to; null when it is not. */
    static @Nullable String bound(Actor actor) {
        return actor.boundToDepartment() ? String.valueOf(actor.department()) : null;
    }

    /** Applications a person may see: what is overdue first, then what is due soon. */
    public List<ObjectNode> applications(Actor actor) {
        String bound = bound(actor);
        return read(database, connection -> {
            List<ObjectNode> views = new ArrayList<>();
            for (Application application : Sql.list(
                    connection,
                    "SELECT * FROM registry.application WHERE CAST(? AS varchar) IS NULL OR consumer = ?"
                            + " OR provider = ? ORDER BY filed_at DESC LIMIT 2000",
                    Application::read,
                    bound,
                    bound,
                    bound)) {
                views.add(view(connection, application));
            }
            views.sort(Comparator.comparingInt(Sharing::rank)
                    .thenComparing(view -> view.path("due").asText("9")));
            return views;
        });
    }

    private static int rank(ObjectNode view) {
        List<Reckoning.Urgency> order = List.of(Reckoning.Urgency.values());
        return view.has("urgency")
                ? order.indexOf(Reckoning.Urgency.valueOf(view.path("urgency").asText()))
                : order.size();
    }

    /** One application with everything that happened to it. */
    public ObjectNode application(Actor actor, String id) {
        return read(database, connection -> {
            Application application = Sql.one(
                            connection, "SELECT * FROM registry.application WHERE id = ?", Application::read, id)
                    .filter(found -> visible(actor, found))
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            ObjectNode view = view(connection, application);
            Trail.of(connection, KIND, id).forEach(view.putArray("events")::add);
            return view;
        });
    }

    /** The newest application of a grant. */
    public ObjectNode ofGrant(Actor actor, String grant) {
        List<Application> found = read(database, connection -> Application.ofGrant(connection, grant));
        if (found.isEmpty()) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
        return application(actor, found.get(0).id());
    }

    private static boolean visible(Actor actor, Application application) {
        return actor.maySee(application.consumer()) || actor.isOf(application.provider());
    }

    private ObjectNode view(Connection connection, Application application) throws SQLException {
        ObjectNode view = Json.object()
                .put("id", application.id())
                .put("grant", application.grant())
                .put("revision", application.revision())
                .put("consumer", application.consumer())
                .put("provider", application.provider())
                .put("resource", application.resource())
                .put("sharing", application.sharing())
                .put("state", application.state().code())
                .put("stateZh", application.state().zh());
        Optional<Deadlines.Running> clock = deadlines.find(connection, application.answerClock(), application.id());
        if (clock.isEmpty()) {
            clock = deadlines.find(connection, LegalClock.DELIVERY, application.id());
        }
        if (clock.isPresent() && application.state() != ApplicationState.SUPPLEMENT) {
            Deadlines.Running running = clock.get();
            view.put("clock", running.clock().code());
            view.put("workingDays", running.days());
            view.put("due", running.due().map(Instant::toString).orElse(null));
            view.put(
                    "urgency",
                    Reckoning.urgency(running.due(), changes.clock().instant()).name());
        }
        view.put("extendedDays", application.extendedDays());
        view.put("filedAt", application.filedAt().toString());
        view.put("acceptedAt", application.acceptedAt().toString());
        view.put("answeredAt", text(application.answeredAt()));
        view.put("deliveredAt", text(application.deliveredAt()));
        view.set("content", application.content());
        return view;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    @FunctionalInterface
    private interface Work {
        Application on(Connection connection, Application application, Instant now) throws SQLException;
    }

    private ObjectNode change(
            Call call, String id, Step step, @Nullable String action, @Nullable String reason, Work work) {
        String what = action == null ? step.name().toLowerCase(Locale.ROOT) : action;
        return changes.make(call, connection -> {
            Instant now = changes.clock().instant();
            Application before = Application.lock(connection, id)
                    .filter(found -> visible(call.actor(), found))
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
            if (before.state().after(step).isEmpty()) {
                throw Refused.of(
                        ErrorCode.STATE_CONFLICT,
                        "申请状态为“" + before.state().zh() + "”，不能执行此操作。",
                        "The application is " + before.state().code() + ": this is not possible now.");
            }
            ObjectNode was = view(connection, before);
            Application after = work.on(connection, before, now);
            after.update(connection);
            Trail.note(connection, KIND, id, now, call.actor().user(), what, reason);
            ObjectNode is = view(connection, after);
            return new ManagementWork.Result<>(
                    is, List.of(changes.audit(call.actor(), KIND, what, id, was, is)), false);
        });
    }

    /**
     * Whoever checks the material names everything that is missing; possible once (一次性告知, art. 21). The clock stands
     * still until the applicant files again.
     */
    public ObjectNode askSupplement(Call call, String id, List<String> missing) {
        String all = String.join("；", missing);
        return change(call, id, Step.ASK_SUPPLEMENT, "supplement", all, (connection, application, now) -> {
            requireProviderOrAuthority(call.actor(), application);
            if (application.supplemented()) {
                throw Refused.of(
                        ErrorCode.STATE_CONFLICT,
                        "补正内容只能一次性告知，本申请已告知过。",
                        "What is missing is named once; for this application it was.");
            }
            deadlines.close(connection, application.answerClock(), id, now);
            Trail.tell(
                    connection,
                    application.consumer(),
                    now,
                    KIND + "/" + id,
                    "共享申请 " + id + " 需一次性补正：" + all,
                    "Application " + id + " needs completing, all at once: " + all);
            return application.supplementAsked();
        });
    }

    /** The provider asks the data authority for more time; nothing changes until it is given. */
    public ObjectNode askExtension(Call call, String id, int days, String reason) {
        return change(call, id, Step.EXTEND, "ask-extension", days + "：" + reason, (connection, application, now) -> {
            call.actor().requireOf(application.provider());
            requireExtensible(application, days);
            return application;
        });
    }

    /** The data authority consents to more time, and the applicant is told (art. 21). */
    public ObjectNode extend(Call call, String id, int days, String reason) {
        return change(call, id, Step.EXTEND, null, days + "：" + reason, (connection, application, now) -> {
            requireExtensible(application, days);
            deadlines.extend(connection, application.answerClock(), id, days);
            Trail.tell(
                    connection,
                    application.consumer(),
                    now,
                    KIND + "/" + id,
                    "经数据主管部门同意，共享申请 " + id + " 的答复延长 " + days + " 个工作日。理由：" + reason,
                    "With the data authority's consent the answer to application " + id + " gets " + days
                            + " more working days. Reason: " + reason);
            return application.extendedBy(days);
        });
    }

    private static void requireExtensible(Application application, int days) {
        int most = application.answerClock().extension() - application.extendedDays();
        if (days < 1 || days > most) {
            throw Refused.of(
                    ErrorCode.STATE_CONFLICT,
                    "最多还可延长 " + Math.max(0, most) + " 个工作日（第二十一条）。",
                    "At most " + Math.max(0, most) + " more working days are possible (art. 21).");
        }
    }

    /** The provider has delivered (art. 22). */
    public ObjectNode deliver(Call call, String id, String means) {
        return change(call, id, Step.DELIVER, null, means, (connection, application, now) -> {
            call.actor().requireOf(application.provider());
            deadlines.close(connection, LegalClock.DELIVERY, id, now);
            Trail.tell(
                    connection,
                    application.consumer(),
                    now,
                    KIND + "/" + id,
                    "共享申请 " + id + " 的数据已交付：" + means,
                    "The data of application " + id + " is delivered: " + means);
            return application.delivered(now);
        });
    }

    private static void requireProviderOrAuthority(Actor actor, Application application) {
        if (!actor.roles().contains("data-authority")) {
            actor.requireOf(application.provider());
        }
    }

    /** Name of the grant an application leads to, for steps that are the grant's. */
    public String grantOf(Actor actor, String id) {
        return application(actor, id).path("grant").asText();
    }
}
