package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.law.ApplicationState;
import cn.laohekou.hub.security.law.LegalClock;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sharing application.
 *
 * @param id {@code GRANT.NUMBER}
 * @param grant name of the grant it leads to
 * @param number which of the grant's applications
 * @param revision revision of the grant that was asked for
 * @param consumer who asks
 * @param provider whose data it is
 * @param resource what is asked for
 * @param sharing sharing attribute of the resource at filing, {@code UNCONDITIONAL} or {@code CONDITIONAL}
 * @param state where it stands
 * @param content what it states
 * @param extendedDays working days by which the clock was made longer
 * @param supplemented whether missing material was named once already
 * @param filedAt when it was first filed
 * @param acceptedAt when it was complete; the clock runs from here
 * @param answeredAt when it was answered; null while not
 * @param deliveredAt when the data was delivered; null while not
 */
record Application(
        String id,
        String grant,
        int number,
        int revision,
        String consumer,
        String provider,
        String resource,
        String sharing,
        ApplicationState state,
        ObjectNode content,
        int extendedDays,
        boolean supplemented,
        Instant filedAt,
        Instant acceptedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant deliveredAt) {

    /** The clock its answer has to keep. */
    LegalClock answerClock() {
        return sharing.equals("UNCONDITIONAL") ? LegalClock.UNCONDITIONAL_ANSWER : LegalClock.CONDITIONAL_ANSWER;
    }

    Application in(ApplicationState next) {
        return with(revision, next, content, extendedDays, supplemented, acceptedAt, answeredAt, deliveredAt);
    }

    Application answered(ApplicationState next, Instant at) {
        return with(revision, next, content, extendedDays, supplemented, acceptedAt, at, deliveredAt);
    }

    Application delivered(Instant at) {
        ApplicationState next = ApplicationState.DELIVERED;
        return with(revision, next, content, extendedDays, supplemented, acceptedAt, answeredAt, at);
    }

    Application refiled(int newRevision, ObjectNode newContent, Instant at) {
        ApplicationState next = ApplicationState.FILED;
        return with(newRevision, next, newContent, extendedDays, supplemented, at, answeredAt, deliveredAt);
    }

    Application supplementAsked() {
        ApplicationState next = ApplicationState.SUPPLEMENT;
        return with(revision, next, content, extendedDays, true, acceptedAt, answeredAt, deliveredAt);
    }

    Application extendedBy(int days) {
        return with(revision, state, content, extendedDays + days, supplemented, acceptedAt, answeredAt, deliveredAt);
    }

    private Application with(
            int newRevision,
            ApplicationState newState,
            ObjectNode newContent,
            int newDays,
            boolean asked,
            Instant accepted,
            @Nullable Instant answered,
            @Nullable Instant delivered) {
        return new Application(
                id,
                grant,
                number,
                newRevision,
                consumer,
                provider,
                resource,
                sharing,
                newState,
                newContent,
                newDays,
                asked,
                filedAt,
                accepted,
                answered,
                delivered);
    }

    static Optional<Application> lock(Connection connection, String id) throws SQLException {
        return Sql.one(connection, "SELECT * FROM registry.application WHERE id = ? FOR UPDATE", Application::read, id);
    }

    /** A grant's applications, newest first. */
    static List<Application> ofGrant(Connection connection, String grant) throws SQLException {
        return Sql.list(
                connection,
                "SELECT * FROM registry.application WHERE grant_name = ? ORDER BY number DESC",
                Application::read,
                grant);
    }

    void insert(Connection connection) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO registry.application (id, grant_name, number, revision, consumer, provider, resource,"
                        + " sharing, state, content, filed_at, accepted_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb), ?, ?)",
                id,
                grant,
                number,
                revision,
                consumer,
                provider,
                resource,
                sharing,
                state.code(),
                content.toString(),
                filedAt,
                acceptedAt);
    }

    void update(Connection connection) throws SQLException {
        Sql.update(
                connection,
                "UPDATE registry.application SET revision = ?, state = ?, content = CAST(? AS jsonb),"
                        + " extended_days = ?, supplemented = ?, accepted_at = ?, answered_at = ?, delivered_at = ?"
                        + " WHERE id = ?",
                revision,
                state.code(),
                content.toString(),
                extendedDays,
                supplemented,
                acceptedAt,
                answeredAt,
                deliveredAt,
                id);
    }

    static Application read(ResultSet row) throws SQLException {
        return new Application(
                row.getString("id"),
                row.getString("grant_name"),
                row.getInt("number"),
                row.getInt("revision"),
                row.getString("consumer"),
                row.getString("provider"),
                row.getString("resource"),
                row.getString("sharing"),
                ApplicationState.of(row.getString("state")),
                Json.stored(row.getString("content")),
                row.getInt("extended_days"),
                row.getBoolean("supplemented"),
                Objects.requireNonNull(Sql.instant(row, "filed_at")),
                Objects.requireNonNull(Sql.instant(row, "accepted_at")),
                Sql.instant(row, "answered_at"),
                Sql.instant(row, "delivered_at"));
    }
}
