package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first set-up: while its one code is open, three different persons of the realm become the three administrators. A
 * role is taken here first and given in the realm afterwards, so that nobody can have it twice; whoever took a role that
 * the realm could not give yet asks again.
 */
public final class Setup {

    /** The roles of the three administrators, whose powers no person may unite. */
    public static final List<String> ROLES =
            List.of("system-administrator", "security-administrator", "audit-administrator");

    /** How long a code is good for. */
    static final Duration VALID = Duration.ofHours(1);

    /** Wrong codes after which the open one ends: guessing is out of reach anyway, and an attempt is noticed. */
    static final int MAX_WRONG = 10;

    private static final String GIVEN = "SELECT role FROM registry.setup_role WHERE given_at IS NOT NULL ORDER BY role";

    private final Changes changes;

    Setup(Changes changes) {
        this.changes = changes;
    }

    /** How things stand. */
    public enum State {
        /** The offered code is the open one now. */
        OPENED,
        /** A code offered earlier is still open; the one offered now counts for nothing. */
        OPEN_ALREADY,
        /** The three administrators exist. */
        DONE
    }

    /**
     * Answer to an offered code.
     *
     * @param state how things stand
     * @param until when the open code expires; null when none is open
     */
    public record Opening(State state, @Nullable Instant until) {}

    /**
     * A person of the realm.
     *
     * @param subject the realm's own id
     * @param actor what else the verified token states
     */
    public record Candidate(String subject, Actor actor) {}

    /**
     * Opens the set-up with a code, unless the administrators exist or another code is open.
     *
     * @param hash SHA-256 of the normalised code
     */
    public Opening open(byte[] hash) {
        ObjectNode answer = changes.make(Call.of(hub()), connection -> {
            Open open = lock(connection);
            Instant now = changes.clock().instant();
            if (given(connection).size() == ROLES.size()) {
                return unchanged(State.DONE, null);
            }
            if (open.isOpen(now)) {
                return unchanged(State.OPEN_ALREADY, open.expires());
            }
            Instant until = now.plus(VALID);
            Sql.update(
                    connection,
                    "UPDATE registry.setup SET code_hash = ?, expires_at = ?, wrong = 0 WHERE id = 1",
                    hash,
                    until);
            ObjectNode after = Json.object().put("until", until.toString());
            return new ManagementWork.Result<>(
                    state(State.OPENED, until),
                    List.of(changes.audit(hub(), "setup", "open", "setup", null, after)),
                    false);
        });
        String until = answer.path("until").asText("");
        return new Opening(State.valueOf(answer.path("state").asText()), until.isEmpty() ? null : Instant.parse(until));
    }

    /** Whether the three administrators got their roles. */
    public boolean isDone() {
        ObjectNode answer = changes.make(Call.of(hub()), connection -> {
            State state = given(connection).size() == ROLES.size() ? State.DONE : State.OPEN_ALREADY;
            return unchanged(state, null);
        });
        return answer.path("state").asText().equals(State.DONE.name());
    }

    /**
     * Gives a person one of the roles.
     *
     * @param who the person
     * @param hash SHA-256 of the normalised code
     * @param role one of {@link #ROLES}
     * @param realm where the role is given
     * @return role, user and which roles still wait for somebody
     * @throws Refused when no code is open, the code is wrong, the role or the person is not free, or the realm did not
     *     give the role; the role stays taken for the person then
     */
    public ObjectNode take(Candidate who, byte[] hash, String role, AdministratorRoles realm) {
        if (!ROLES.contains(role)) {
            String names = String.join(", ", ROLES);
            throw new Refused(Problem.of(
                    ErrorCode.REGISTRATION_INVALID,
                    List.of(FieldError.of("/role", "应为其中之一：" + names, "must be one of " + names))));
        }
        if (!realm.available()) {
            throw Refused.of(ErrorCode.SETUP_UNAVAILABLE);
        }
        ObjectNode taken = changes.make(Call.of(who.actor()), connection -> taken(connection, who, hash, role));
        if (taken.has("refused")) {
            throw Refused.of(ErrorCode.SETUP_CODE_WRONG);
        }
        try {
            realm.give(who.subject(), role);
        } catch (SystemClients.NotReached e) {
            throw Refused.of(
                    ErrorCode.MANAGEMENT_IDENTITY_DOWN,
                    "角色已为您保留，但认证中心未能授予；请用同一命令重试。",
                    "The role is kept for you, but the realm did not give it; repeat the same command.");
        }
        return changes.make(Call.of(who.actor()), connection -> given(connection, who, role));
    }

    private ManagementWork.Result<ObjectNode> taken(Connection connection, Candidate who, byte[] hash, String role)
            throws SQLException {
        Open open = lock(connection);
        Instant now = changes.clock().instant();
        String expected = open.hash();
        if (expected == null || !open.isOpen(now)) {
            throw Refused.of(ErrorCode.SETUP_CLOSED);
        }
        if (!MessageDigest.isEqual(HexFormat.of().parseHex(expected), hash)) {
            // Not thrown: the count has to outlive the refusal.
            Sql.update(connection, "UPDATE registry.setup SET wrong = wrong + 1 WHERE id = 1");
            ObjectNode after = Json.object().put("refused", ErrorCode.SETUP_CODE_WRONG.name());
            return new ManagementWork.Result<>(
                    after, List.of(changes.audit(who.actor(), "setup", "refuse", role, null, after)), false);
        }
        if (isRepeated(connection, who, role)) {
            return new ManagementWork.Result<>(Json.object(), List.of(), false);
        }
        requireFree(connection, who, role);
        Sql.update(
                connection,
                "INSERT INTO registry.setup_role (role, subject, username, taken_at) VALUES (?, ?, ?, ?)",
                role,
                who.subject(),
                who.actor().user(),
                now);
        return new ManagementWork.Result<>(
                Json.object(),
                List.of(changes.audit(who.actor(), "administrator", "take", role, null, person(who))),
                false);
    }

    private static boolean isRepeated(Connection connection, Candidate who, String role) throws SQLException {
        return Sql.exists(
                connection,
                "SELECT 1 FROM registry.setup_role WHERE role = ? AND subject = ? AND given_at IS NULL",
                role,
                who.subject());
    }

    private static void requireFree(Connection connection, Candidate who, String role) throws SQLException {
        boolean tookOne = Sql.exists(connection, "SELECT 1 FROM registry.setup_role WHERE subject = ?", who.subject());
        if (tookOne || who.actor().roles().stream().anyMatch(ROLES::contains)) {
            throw Refused.of(ErrorCode.SETUP_ONE_ROLE_EACH);
        }
        if (Sql.exists(connection, "SELECT 1 FROM registry.setup_role WHERE role = ?", role)) {
            throw Refused.of(ErrorCode.SETUP_ROLE_TAKEN);
        }
    }

    private ManagementWork.Result<ObjectNode> given(Connection connection, Candidate who, String role)
            throws SQLException {
        Open before = lock(connection);
        int rows = Sql.update(
                connection,
                "UPDATE registry.setup_role SET given_at = ? WHERE role = ? AND subject = ? AND given_at IS NULL",
                changes.clock().instant(),
                role,
                who.subject());
        List<String> given = given(connection);
        if (given.size() == ROLES.size() && before.hash() != null) {
            Sql.update(connection, "UPDATE registry.setup SET code_hash = NULL, expires_at = NULL WHERE id = 1");
        }
        ObjectNode answer =
                Json.object().put("role", role).put("user", who.actor().user());
        ArrayNode waiting = answer.putArray("waiting");
        ROLES.stream().filter(one -> !given.contains(one)).forEach(waiting::add);
        return rows == 0
                ? new ManagementWork.Result<>(answer, List.of(), false)
                : new ManagementWork.Result<>(
                        answer,
                        List.of(changes.audit(who.actor(), "administrator", "give", role, null, person(who))),
                        false);
    }

    /** The open code, locked until the transaction ends: other nodes wait. */
    private static Open lock(Connection connection) throws SQLException {
        Optional<Open> row = Sql.one(
                connection,
                "SELECT encode(code_hash, 'hex'), expires_at, wrong FROM registry.setup WHERE id = 1 FOR UPDATE",
                found -> new Open(found.getString(1), Sql.instant(found, "expires_at"), found.getInt(3)));
        return row.orElseThrow(() -> new SQLException("the row of registry.setup is missing"));
    }

    /** The digest is hexadecimal text here. */
    private record Open(@Nullable String hash, @Nullable Instant expires, int wrong) {

        boolean isOpen(Instant now) {
            return hash != null && wrong < MAX_WRONG && now.isBefore(Objects.requireNonNull(expires));
        }
    }

    private static List<String> given(Connection connection) throws SQLException {
        return Sql.list(connection, GIVEN, row -> row.getString(1));
    }

    private static ObjectNode person(Candidate who) {
        return Json.object()
                .put("subject", who.subject())
                .put("user", who.actor().user());
    }

    private static ManagementWork.Result<ObjectNode> unchanged(State state, @Nullable Instant until) {
        return new ManagementWork.Result<>(state(state, until), List.of(), false);
    }

    private static ObjectNode state(State state, @Nullable Instant until) {
        ObjectNode answer = Json.object().put("state", state.name());
        return until == null ? answer : answer.put("until", until.toString());
    }

    /** Whoever starts the hub opens the set-up; the hub writes it down under its own name. */
    private static Actor hub() {
        return new Actor("hub", null, Set.of(), "");
    }
}
