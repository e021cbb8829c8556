package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Grounds;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.ObjectState.Step;
import cn.laohekou.hub.runtime.registry.SharingLaw;
import cn.laohekou.hub.security.law.LegalClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/** The law's part in every step of the registry: hands grants to {@link Applications} and stops to {@link Filings}. */
public final class SharingRules implements SharingLaw {

    private final Clock clock;
    private final Deadlines deadlines;
    private final Applications applications;
    private final Cases cases;
    private final CatalogueClock catalogue;

    /**
     * @param clock the time
     * @param zone the city's zone
     */
    public SharingRules(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.deadlines = new Deadlines(zone);
        this.cases = new Cases(deadlines);
        this.catalogue = new CatalogueClock(cases, deadlines);
        this.applications = new Applications(deadlines, cases);
    }

    @Override
    public void submitted(Connection connection, Call call, Subject subject, Grounds grounds) throws SQLException {
        Instant now = clock.instant();
        if (subject.kind() == ObjectKind.GRANT) {
            if (!own(subject)) {
                applications.filed(connection, call, subject, now);
            }
        } else if (subject.kind() == ObjectKind.RESOURCE) {
            List<Users.Use> losing = losing(connection, subject, now);
            Filings.require(losing, Step.RETIRE, grounds);
            Filings.file(connection, call, subject, Filings.NARROW, grounds, losing, now);
            deadlines.start(connection, LegalClock.CATALOGUE_REVIEW, subject.name(), null, now);
            catalogue.followed(connection, call, subject.name(), subject.revision(), now);
        }
    }

    private static List<Users.Use> losing(Connection connection, Subject subject, Instant now) throws SQLException {
        if (subject.running() == null) {
            return List.of();
        }
        List<Users.Use> uses = Users.of(connection, ObjectKind.RESOURCE, subject.name(), subject.department(), now);
        return Users.losing(uses, subject.running(), subject.spec());
    }

    @Override
    public void consented(Connection connection, Call call, Subject subject) throws SQLException {
        Instant now = clock.instant();
        if (subject.kind() == ObjectKind.RESOURCE) {
            deadlines.close(connection, LegalClock.CATALOGUE_REVIEW, subject.name(), now);
        } else if (!own(subject)) {
            applications.consented(connection, call, subject, now);
        }
    }

    @Override
    public void approving(Connection connection, Call call, Subject subject) throws SQLException {
        Instant now = clock.instant();
        if (subject.kind() == ObjectKind.GRANT && !own(subject)) {
            applications.approved(connection, call, subject, now);
        } else if (subject.kind() == ObjectKind.RESOURCE) {
            if (!subject.consented()) {
                throw Refused.of(
                        ErrorCode.CONSENT_MISSING,
                        "数据主管部门尚未审核目录（第十七条）。",
                        "The data authority has not reviewed the catalogue entry yet (art. 17).");
            }
            List<Users.Use> losing = losing(connection, subject, now);
            if (!losing.isEmpty() && !Filings.open(connection, subject, Filings.NARROW)) {
                Filings.require(losing, Step.RETIRE, Grounds.NONE);
            }
            Filings.end(connection, subject, Filings.NARROW, now);
        }
    }

    @Override
    public void rejecting(Connection connection, Call call, Subject subject, Verdict verdict, Grounds grounds)
            throws SQLException {
        Instant now = clock.instant();
        if (subject.kind() == ObjectKind.GRANT && !own(subject)) {
            applications.ended(connection, call, subject, verdict, grounds, now);
        } else if (subject.kind() == ObjectKind.RESOURCE) {
            deadlines.close(connection, LegalClock.CATALOGUE_REVIEW, subject.name(), now);
            catalogue.notFollowed(connection, subject.name(), subject.revision());
            Filings.end(connection, subject, Filings.NARROW, now);
        }
    }

    @Override
    public void stopping(Connection connection, Call call, Subject subject, Step step, Grounds grounds)
            throws SQLException {
        Instant now = clock.instant();
        if (subject.kind() == ObjectKind.GRANT) {
            grantStopping(connection, call, subject, step, grounds, now);
            return;
        }
        List<Users.Use> uses = step == Step.ROLLBACK
                ? subject.kind() == ObjectKind.RESOURCE ? losing(connection, subject, now) : List.of()
                : Users.of(connection, subject.kind(), subject.name(), subject.department(), now);
        Filings.require(uses, step, grounds);
        Filings.file(connection, call, subject, Filings.code(step), grounds, uses, now);
    }

    private void grantStopping(
            Connection connection, Call call, Subject subject, Step step, Grounds grounds, Instant now)
            throws SQLException {
        if (own(subject) || step == Step.ROLLBACK || subject.running() == null) {
            return;
        }
        Actor actor = call.actor();
        Users.Use use = new Users.Use(subject.name(), subject.department(), subject.spec());
        boolean authority = actor.roles().contains("data-authority");
        boolean security = actor.roles().contains("security-administrator");
        if (authority && grounds.reason() == null) {
            throw new Refused(
                    Problem.of(ErrorCode.FILING_NEEDED, List.of(FieldError.of("/reason", "必填", "is required"))));
        }
        if (actor.boundToDepartment() && !actor.isOf(subject.department())) {
            Filings.require(List.of(use), step, grounds);
            Filings.file(connection, call, subject, Filings.code(step), grounds, List.of(use), now);
        } else if (authority || security) {
            String reason = Objects.toString(grounds.reason(), "未说明 not stated");
            Trail.tell(
                    connection,
                    subject.department(),
                    now,
                    "grant/" + subject.name(),
                    "授权 " + subject.name() + " 已被" + Filings.zh(Filings.code(step)) + "。理由：" + reason,
                    "Grant " + subject.name() + ": " + Filings.code(step) + ". Reason: " + reason);
        }
        if (step == Step.REVOKE) {
            applications.grantEnded(connection, call, subject, now);
        }
    }

    @Override
    public void resumed(Connection connection, Call call, Subject subject) throws SQLException {
        Instant now = clock.instant();
        Filings.end(connection, subject, null, now);
        if (subject.kind() == ObjectKind.GRANT) {
            if (!own(subject)) {
                resumed(connection, subject, subject.name(), subject.department(), now);
            }
            return;
        }
        for (Users.Use use : Users.of(connection, subject.kind(), subject.name(), subject.department(), now)) {
            resumed(connection, subject, use.grant(), use.consumer(), now);
        }
    }

    private static void resumed(Connection connection, Subject subject, String grant, String consumer, Instant now)
            throws SQLException {
        Trail.tell(
                connection,
                consumer,
                now,
                "grant/" + grant,
                "授权 " + grant + " 所用的 " + subject.kind().code() + " " + subject.name() + " 已恢复",
                subject.kind().code() + " " + subject.name() + ", which your grant " + grant + " uses, runs again");
    }

    /** What a department shares with itself is no sharing between departments. */
    private static boolean own(Subject subject) {
        return subject.provider() == null || subject.provider().equals(subject.department());
    }
}
