package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import javax.sql.DataSource;

/** Corrections, disputes and end-of-grant tasks, as people handle them. */
public final class SharingCases {

    private final DataSource database;
    private final Changes changes;
    private final Cases cases;

    /**
     * @param database the run-time role's connections
     * @param changes the way people's writes go
     * @param zone the city's zone
     */
    public SharingCases(DataSource database, Changes changes, ZoneId zone) {
        this.database = database;
        this.changes = changes;
        this.cases = new Cases(new Deadlines(zone));
    }

    private record Parties(String consumer, String provider) {}

    private List<ObjectNode> list(Actor actor, Cases.Kind kind) {
        return Sharing.read(
                database,
                connection -> cases
                        .list(
                                connection,
                                kind,
                                Sharing.bound(actor),
                                changes.clock().instant())
                        .stream()
                        .map(Cases.Case::view)
                        .toList());
    }

    private ObjectNode get(Actor actor, Cases.Kind kind, String id) {
        return Sharing.read(
                database,
                connection -> cases.find(connection, kind, id, changes.clock().instant())
                        .map(found -> found.orRefuse(actor).view())
                        .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND)));
    }

    /** Corrections a person may see, what is due first. */
    public List<ObjectNode> corrections(Actor actor) {
        return list(actor, Cases.Kind.CORRECTION);
    }

    /** One correction. */
    public ObjectNode correction(Actor actor, String id) {
        return get(actor, Cases.Kind.CORRECTION, id);
    }

    /** Disputes a person may see. */
    public List<ObjectNode> disputes(Actor actor) {
        return list(actor, Cases.Kind.DISPUTE);
    }

    /** One dispute. */
    public ObjectNode dispute(Actor actor, String id) {
        return get(actor, Cases.Kind.DISPUTE, id);
    }

    /** Tasks a person may see, what is due first. */
    public List<ObjectNode> tasks(Actor actor) {
        return list(actor, Cases.Kind.TASK);
    }

    /** One task. */
    public ObjectNode task(Actor actor, String id) {
        return get(actor, Cases.Kind.TASK, id);
    }

    /** A consumer found an error in what it got under a grant (art. 26). */
    public ObjectNode fileCorrection(Call call, String grant, ObjectNode content) {
        Texts.refusePersonal(content, "");
        return changes.make(call, connection -> {
            Instant now = changes.clock().instant();
            Parties parties = parties(connection, call.actor(), grant);
            call.actor().requireOf(parties.consumer());
            return opened(connection, call, Cases.Kind.CORRECTION, grant, parties, parties.provider(), content, now);
        });
    }

    /** The provider has verified and answers: corrected, or kept with the reason. */
    public ObjectNode answerCorrection(Call call, String id, boolean corrected, ObjectNode outcome) {
        return close(call, Cases.Kind.CORRECTION, id, corrected ? "corrected" : "kept", outcome, true);
    }

    /** Either side asks the data authority to mediate (art. 28). */
    public ObjectNode raiseDispute(Call call, String grant, ObjectNode content) {
        Texts.refusePersonal(content, "");
        return changes.make(call, connection -> {
            Instant now = changes.clock().instant();
            Parties parties = parties(connection, call.actor(), grant);
            String other = call.actor().isOf(parties.consumer()) ? parties.provider() : parties.consumer();
            return opened(connection, call, Cases.Kind.DISPUTE, grant, parties, other, content, now);
        });
    }

    /** The data authority ends a dispute: settled between the sides, or decided. */
    public ObjectNode decideDispute(Call call, String id, boolean settled, ObjectNode outcome) {
        return close(call, Cases.Kind.DISPUTE, id, settled ? "settled" : "decided", outcome, false);
    }

    /** The consumer reports on use, storage and destruction (arts. 27, 29). */
    public ObjectNode completeTask(Call call, String id, ObjectNode outcome) {
        return close(call, Cases.Kind.TASK, id, "done", outcome, true);
    }

    private static Parties parties(Connection connection, Actor actor, String grant) throws SQLException {
        Parties parties = Sql.one(
                        connection,
                        "SELECT department, provider FROM registry.object WHERE kind = 'grant' AND name = ?"
                                + " AND provider IS NOT NULL AND running IS NOT NULL",
                        row -> new Parties(row.getString(1), row.getString(2)),
                        grant)
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        if (!actor.isOf(parties.consumer()) && !actor.isOf(parties.provider())) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
        return parties;
    }

    private ManagementWork.Result<ObjectNode> opened(
            Connection connection,
            Call call,
            Cases.Kind kind,
            String grant,
            Parties parties,
            String tell,
            ObjectNode content,
            Instant now)
            throws SQLException {
        Cases.Case opened = cases.open(
                connection,
                kind,
                grant,
                parties.consumer(),
                parties.provider(),
                content,
                call.actor().user(),
                now);
        Trail.tell(
                connection,
                tell,
                now,
                kind.code() + "/" + opened.id(),
                (kind == Cases.Kind.CORRECTION ? "收到校核申请 " : "收到争议调解请求 ") + opened.id(),
                "A " + kind.code() + " was opened: " + opened.id());
        return new ManagementWork.Result<>(
                opened.view(),
                List.of(changes.audit(call.actor(), kind.code(), "open", opened.id(), null, opened.view())),
                false);
    }

    private ObjectNode close(
            Call call, Cases.Kind kind, String id, String state, ObjectNode outcome, boolean byDepartment) {
        Texts.refusePersonal(outcome, "");
        return changes.make(call, connection -> {
            Instant now = changes.clock().instant();
            Cases.Case open = cases.find(connection, kind, id, now)
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND))
                    .orRefuse(call.actor());
            if (byDepartment) {
                call.actor().requireOf(kind == Cases.Kind.TASK ? open.consumer() : open.provider());
            }
            Cases.Case closed =
                    cases.close(connection, open, state, outcome, call.actor().user(), now);
            for (String department : List.of(open.consumer(), open.provider())) {
                if (!call.actor().isOf(department)) {
                    Trail.tell(
                            connection,
                            department,
                            now,
                            kind.code() + "/" + id,
                            id + " 已办结：" + state,
                            id + " is closed: " + state);
                }
            }
            return new ManagementWork.Result<>(
                    closed.view(),
                    List.of(changes.audit(call.actor(), kind.code(), "close", id, open.view(), closed.view())),
                    false);
        });
    }
}
