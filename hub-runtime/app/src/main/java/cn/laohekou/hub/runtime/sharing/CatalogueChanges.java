package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.ManagementWork;
import cn.laohekou.hub.security.law.LegalClock;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Changes a catalogue entry has to follow within its clock (Decree 809, art. 17): the owner or the data authority declares
 * one, handing in a revision of the resource ends it, the data authority may give more time or set one aside.
 */
public final class CatalogueChanges {

    private static final Cases.Kind KIND = Cases.Kind.CHANGE;
    private static final LegalClock CLOCK = LegalClock.CATALOGUE_UPDATE;
    private static final String EXTENDED = "extendedDays";

    private final DataSource database;
    private final Changes changes;
    private final Deadlines deadlines;
    private final Cases cases;
    private final ZoneId zone;

    /**
     * @param database the run-time role's connections
     * @param changes the way people's writes go
     * @param zone the city's zone
     */
    public CatalogueChanges(DataSource database, Changes changes, ZoneId zone) {
        this.database = database;
        this.changes = changes;
        this.deadlines = new Deadlines(zone);
        this.cases = new Cases(deadlines);
        this.zone = zone;
    }

    /** Changes a person may see, what is due first. */
    public List<ObjectNode> list(Actor actor) {
        return Sharing.read(
                database,
                connection -> cases.list(connection, KIND, Sharing.bound(actor), now()).stream()
                        .map(Cases.Case::view)
                        .toList());
    }

    /** One change with everything that happened to it. */
    public ObjectNode get(Actor actor, String id) {
        return Sharing.read(database, connection -> {
            ObjectNode view = found(connection, actor, id).view();
            Trail.of(connection, KIND.code(), id).forEach(view.putArray("events")::add);
            return view;
        });
    }

    /**
     * Declares a change; its clock starts on the day of the change, not on that of the declaration.
     *
     * @param resource the resource whose entry is no longer right
     * @param what what has changed; no personal data
     * @param on the day of the change, not in the future
     */
    public ObjectNode declare(Call call, String resource, String what, LocalDate on) {
        ObjectNode content = Json.object().put("change", what).put("on", on.toString());
        Texts.refusePersonal(content, "");
        if (on.isAfter(now().atZone(zone).toLocalDate())) {
            throw new Refused(Problem.of(
                    ErrorCode.REGISTRATION_INVALID,
                    List.of(FieldError.of("/on", "变更日期不能晚于今天", "the day of the change must not be in the future"))));
        }
        return changes.make(call, connection -> {
            Instant now = now();
            String owner = owner(connection, resource);
            boolean authority = call.actor().roles().contains("data-authority");
            if (!authority && !call.actor().isOf(owner)) {
                throw Refused.of(ErrorCode.NOT_FOUND);
            }
            Cases.Case opened = cases.open(
                    connection,
                    KIND,
                    resource,
                    owner,
                    owner,
                    content,
                    call.actor().user(),
                    now);
            deadlines.start(
                    connection, CLOCK, opened.id(), owner, on.atStartOfDay(zone).toInstant());
            Trail.note(connection, KIND.code(), opened.id(), now, call.actor().user(), "declare", what);
            if (authority) {
                Trail.tell(
                        connection,
                        owner,
                        now,
                        "change/" + opened.id(),
                        "数据主管部门要求按变化更新目录 " + resource + "：" + what,
                        "The data authority wants the catalogue entry " + resource + " to follow a change: " + what);
            }
            return result(connection, call, "declare", opened.id(), null);
        });
    }

    /** The data authority consents to more working days, five at most all together. */
    public ObjectNode extend(Call call, String id, int days, String reason) {
        return change(call, id, "extend", days + "：" + reason, (connection, open) -> {
            ObjectNode content = open.view().withObject("/content").deepCopy();
            int given = content.path(EXTENDED).asInt();
            int most = CLOCK.extension() - given;
            if (days < 1 || days > most) {
                throw Refused.of(
                        ErrorCode.STATE_CONFLICT,
                        "最多还可延长 " + most + " 个工作日（第十七条）。",
                        "At most " + most + " more working days are possible (art. 17).");
            }
            deadlines.extend(connection, CLOCK, id, days);
            Sql.update(
                    connection,
                    "UPDATE registry.sharing_case SET content = CAST(? AS jsonb) WHERE kind = ? AND id = ?",
                    content.put(EXTENDED, given + days).toString(),
                    KIND.code(),
                    id);
        });
    }

    /** The data authority sets a change aside that the entry need not follow. */
    public ObjectNode dismiss(Call call, String id, String reason) {
        return change(call, id, "dismiss", reason, (connection, open) -> {
            var unused = cases.close(
                    connection,
                    open,
                    "dismissed",
                    Json.object().put("reason", reason),
                    call.actor().user(),
                    now());
        });
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection, Cases.Case open) throws SQLException;
    }

    private ObjectNode change(Call call, String id, String action, String reason, Work work) {
        Texts.refusePersonal(Json.object().put("reason", reason), "");
        return changes.make(call, connection -> {
            Cases.Case before = found(connection, call.actor(), id);
            if (!before.state().equals("open")) {
                throw Refused.of(ErrorCode.STATE_CONFLICT);
            }
            work.on(connection, before);
            Trail.note(connection, KIND.code(), id, now(), call.actor().user(), action, reason);
            Trail.tell(
                    connection,
                    before.provider(),
                    now(),
                    "change/" + id,
                    "目录变更 " + id + (action.equals("extend") ? " 的更新期限已延长：" : " 无需更新目录：") + reason,
                    "Catalogue change " + id + (action.equals("extend") ? " has more time: " : " needs no update: ")
                            + reason);
            return result(connection, call, action, id, before.view());
        });
    }

    private ManagementWork.Result<ObjectNode> result(
            Connection connection, Call call, String action, String id, @Nullable ObjectNode was) throws SQLException {
        ObjectNode is = found(connection, call.actor(), id).view();
        return new ManagementWork.Result<>(
                is, List.of(changes.audit(call.actor(), "catalogue-change", action, id, was, is)), false);
    }

    private Cases.Case found(Connection connection, Actor actor, String id) throws SQLException {
        return cases.find(connection, KIND, id, now())
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND))
                .orRefuse(actor);
    }

    private static String owner(Connection connection, String resource) throws SQLException {
        return Sql.one(
                        connection,
                        "SELECT department FROM registry.object WHERE kind = 'resource' AND name = ?"
                                + " AND running IS NOT NULL AND state <> 'retired'",
                        row -> row.getString(1),
                        resource)
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    private Instant now() {
        return changes.clock().instant();
    }
}
