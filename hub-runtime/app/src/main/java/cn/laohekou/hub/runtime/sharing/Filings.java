package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Grounds;
import cn.laohekou.hub.runtime.registry.ObjectState.Step;
import cn.laohekou.hub.runtime.registry.Running;
import cn.laohekou.hub.runtime.registry.SharingLaw.Subject;
import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stops of what others use (art. 27): a reason, a filing number and a notice to everyone who uses it, or an emergency stop
 * that ends by itself.
 */
final class Filings {

    /** Action of a filing that covers a narrower revision. */
    static final String NARROW = "narrow";

    private Filings() {}

    /** Refuses a stop that does not say what it must; nobody's use needs nothing. */
    static void require(List<Users.Use> uses, Step step, Grounds grounds) {
        boolean mayBeEmergency = step == Step.PAUSE || step == Step.SUSPEND;
        boolean stated = grounds.reason() != null
                && (grounds.filing() != null || (grounds.emergencyHours() > 0 && mayBeEmergency));
        if (uses.isEmpty() || stated) {
            return;
        }
        String grants = uses.stream().map(Users.Use::grant).limit(20).collect(Collectors.joining(", "));
        List<FieldError> errors = new ArrayList<>();
        if (grounds.reason() == null) {
            errors.add(FieldError.of("/reason", "必填", "is required"));
        }
        if (grounds.filing() == null) {
            errors.add(FieldError.of(
                    "/filing",
                    "在用的授权：" + grants + "。须给出备案号" + (mayBeEmergency ? "，或 emergency" : ""),
                    "in use by: " + grants + "; give the filing number" + (mayBeEmergency ? ", or emergency" : "")));
        }
        throw new Refused(Problem.of(ErrorCode.FILING_NEEDED, errors));
    }

    /** Puts a stop on record and tells those who use it. */
    static void file(
            Connection connection,
            Call call,
            Subject subject,
            String action,
            Grounds grounds,
            List<Users.Use> uses,
            Instant now)
            throws SQLException {
        if (uses.isEmpty()) {
            return;
        }
        boolean emergency = grounds.filing() == null;
        Sql.update(
                connection,
                "INSERT INTO registry.filing (object_kind, object_name, action, reason, number, at, by, department,"
                        + " ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                subject.kind().code(),
                subject.name(),
                action,
                grounds.reason(),
                grounds.filing(),
                now,
                call.actor().user() + "/" + Running.Hand.of(call.actor()).code(),
                call.actor().department(),
                emergency ? now.plus(Duration.ofHours(grounds.emergencyHours())) : null);
        for (Users.Use use : uses) {
            tell(connection, subject, action, grounds, use, now);
        }
    }

    private static void tell(
            Connection connection, Subject subject, String action, Grounds grounds, Users.Use use, Instant now)
            throws SQLException {
        String filed = grounds.filing() == null
                ? "紧急停止，至多 " + grounds.emergencyHours() + " 小时后自动恢复"
                : "备案号 " + grounds.filing();
        String filedEn = grounds.filing() == null
                ? "an emergency stop that ends after at most " + grounds.emergencyHours() + " hours"
                : "filing number " + grounds.filing();
        Trail.tell(
                connection,
                use.consumer(),
                now,
                "grant/" + use.grant(),
                "您使用的授权 " + use.grant() + " 受影响：" + subject.kind().code() + " " + subject.name() + " " + zh(action)
                        + "。理由：" + grounds.reason() + "（" + filed + "）",
                "Your grant " + use.grant() + " is affected: " + subject.kind().code() + " " + subject.name() + ", "
                        + action + ". Reason: " + grounds.reason() + " (" + filedEn + ")");
    }

    static String zh(String action) {
        return switch (action) {
            case "pause" -> "暂停";
            case "suspend" -> "中止";
            case "retire" -> "注销";
            case "revoke" -> "撤销";
            case "rollback" -> "回退";
            default -> "缩小";
        };
    }

    static String code(Step step) {
        return step.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a filing of an action waits to be used. */
    static boolean open(Connection connection, Subject subject, String action) throws SQLException {
        return Sql.exists(
                connection,
                "SELECT 1 FROM registry.filing WHERE object_kind = ? AND object_name = ? AND action = ?"
                        + " AND ended_at IS NULL",
                subject.kind().code(),
                subject.name(),
                action);
    }

    /** Ends the open filings of an object; of one action, or of all. */
    static void end(Connection connection, Subject subject, @Nullable String action, Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE registry.filing SET ended_at = ? WHERE object_kind = ? AND object_name = ?"
                        + " AND (CAST(? AS varchar) IS NULL OR action = ?) AND ended_at IS NULL",
                now,
                subject.kind().code(),
                subject.name(),
                action,
                action);
    }
}
