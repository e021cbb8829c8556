package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.job.Schedule;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.policy.DeliveryConditions;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.Resource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what a resource's pattern, or a grant's delivery, refers to and does not exist in the department. */
final class ShapeChecks {

    private ShapeChecks() {}

    /** Publishers of events are systems of the owner: nobody publishes in another department's name. */
    static List<FieldError> publishers(Connection connection, Resource resource) throws SQLException {
        List<FieldError> errors = new ArrayList<>();
        if (resource.shape() instanceof ExchangeShape.Event event) {
            for (String system : event.publishers().stream().sorted().toList()) {
                if (!SpecChecks.ownsSystem(connection, resource.department(), system)) {
                    errors.add(FieldError.of(
                            "/spec/event/publishers", "本部门没有系统 " + system, "the department has no system " + system));
                }
            }
        }
        return errors;
    }

    /** A delivery goes through a connector of the department that asks for the grant. */
    static List<FieldError> delivery(Connection connection, String department, Grant grant) throws SQLException {
        Object stated = grant.conditions().get(DeliveryConditions.DELIVERY);
        if (!(stated instanceof Map<?, ?> map) || !(map.get("connector") instanceof String name)) {
            return List.of();
        }
        if (map.get("schedule") instanceof String schedule
                && Schedule.parse(schedule).isEmpty()) {
            return List.of(FieldError.of(
                    "/spec/conditions/delivery/schedule",
                    "应为不短于 10 秒的 ISO 8601 间隔，或五段 cron",
                    "must be an ISO 8601 interval of 10 seconds at least, or cron of five parts"));
        }
        Optional<RegistryObject> connector = ObjectStore.find(connection, ObjectKind.CONNECTOR, name);
        boolean usable = connector.isPresent()
                && connector.get().department().equals(department)
                && !connector.get().state().isFinal();
        return usable
                ? List.of()
                : List.of(FieldError.of(
                        "/spec/conditions/delivery/connector",
                        "本部门没有此连接器，或已注销",
                        "the department has no such connector, or it is retired"));
    }
}
