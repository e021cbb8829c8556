package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.policy.Resource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The announced end of a resource. A new version of a resource is a resource of its own with a name of its own, so that
 * both run side by side and each has its own grants; the old one names it as successor and says until when it answers.
 */
final class ResourceEnd {

    /** Shortest notice between an end's announcement and the end: consumers need time to move. */
    static final Duration NOTICE = Duration.ofDays(30);

    private ResourceEnd() {}

    static Resource.@Nullable Retirement read(SpecReader reader) {
        Instant sunset = time(reader, "sunset");
        Instant deprecated = time(reader, "deprecated");
        String successor = reader.name("successor", false);
        if (!sunset.equals(Instant.MAX)) {
            if (deprecated.isAfter(sunset) && !deprecated.equals(Instant.MAX)) {
                reader.error("deprecated", "不得晚于停用时间", "must not be later than the sunset");
            }
            return new Resource.Retirement(
                    sunset, successor.isEmpty() ? null : successor, deprecated.equals(Instant.MAX) ? null : deprecated);
        }
        if (!deprecated.equals(Instant.MAX)) {
            reader.error("sunset", "不建议继续使用的资源须说明停用时间", "a deprecated resource must state its sunset");
        }
        if (!successor.isEmpty()) {
            reader.error("sunset", "有后续资源时须说明停用时间", "a resource with a successor must state its sunset");
        }
        return null;
    }

    private static Instant time(SpecReader reader, String name) {
        return reader.parsed(
                name,
                Instant.MAX,
                false,
                text -> OffsetDateTime.parse(text).toInstant(),
                "应为带时区的时间，例如 2027-07-01T00:00:00+08:00",
                "must be a time with offset, for example 2027-07-01T00:00:00+08:00");
    }

    /** What is wrong with a stated end, with the running revision and the other resources in view. */
    static List<FieldError> check(Connection connection, Resource read, Instant now) throws SQLException {
        Resource.Retirement end = read.retirement();
        if (end == null) {
            return List.of();
        }
        List<FieldError> errors = new ArrayList<>();
        if (end.sunset().isBefore(now.plus(NOTICE)) && !end.sunset().equals(running(connection, read.name()))) {
            errors.add(FieldError.of(
                    "/spec/sunset",
                    "停用时间应至少在 30 天之后，以便使用方迁移",
                    "must be at least 30 days ahead, so that consumers can move"));
        }
        String successor = end.successor();
        if (successor != null && !usable(connection, read, successor)) {
            errors.add(FieldError.of(
                    "/spec/successor",
                    "应为本部门另一个已获批、未停用的资源",
                    "must be another approved resource of the department that has no end of its own"));
        }
        return errors;
    }

    private static @Nullable Instant running(Connection connection, String name) throws SQLException {
        Resource running = resource(connection, name);
        Resource.Retirement end = running == null ? null : running.retirement();
        return end == null ? null : end.sunset();
    }

    private static boolean usable(Connection connection, Resource read, String successor) throws SQLException {
        Resource next = resource(connection, successor);
        return next != null
                && !successor.equals(read.name())
                && Objects.equals(next.department(), read.department())
                && next.retirement() == null;
    }

    private static @Nullable Resource resource(Connection connection, String name) throws SQLException {
        Optional<RegistryObject> object = ObjectStore.find(connection, ObjectKind.RESOURCE, name);
        return object.isEmpty() ? null : SpecChecks.running(connection, object.get());
    }
}
