package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.policy.Field.Sensitivity;
import cn.laohekou.hub.security.policy.Parameter.In;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small city: one department's addresses and persons, one consumer, one grant. */
final class Samples {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final String DEPARTMENT = "11420682MB0000001A";
    static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
    static final ConsumerSystem SYSTEM = new ConsumerSystem("city-centre", DEPARTMENT, true);

    private Samples() {}

    static Parameter parameter(String name, In in, ValueType type, boolean required) {
        return new Parameter(name, in, type, required, null, 0, List.of(), false, false);
    }

    static Field field(String name, String path, ValueType type, @Nullable String mask, boolean subject) {
        return new Field(name, path, type, Sensitivity.PERSONAL, mask, subject);
    }

    static Operation operation(String name, String method, String path, int maxBody, Parameter... parameters) {
        return new Operation(name, method, path, path, List.of(parameters), maxBody);
    }

    static final List<Operation> OPERATIONS = List.of(
            operation(
                    "villages",
                    "GET",
                    "villages",
                    0,
                    new Parameter("town", In.QUERY, ValueType.STRING, true, "[0-9]{9}", 9, List.of(), false, false),
                    parameter("limit", In.QUERY, ValueType.INTEGER, false)),
            operation(
                    "village",
                    "GET",
                    "towns/{town}/villages/{village}",
                    0,
                    parameter("town", In.PATH, ValueType.STRING, true),
                    parameter("village", In.PATH, ValueType.STRING, true)),
            operation(
                    "town-summary",
                    "GET",
                    "towns/{town}/summary",
                    0,
                    parameter("town", In.PATH, ValueType.STRING, true)),
            operation(
                    "lookup",
                    "POST",
                    "persons/lookup",
                    1024,
                    new Parameter("idNumber", In.BODY, ValueType.STRING, true, null, 18, List.of(), true, true),
                    parameter("since", In.BODY, ValueType.DATE, false),
                    parameter("page", In.BODY, ValueType.INTEGER, false),
                    parameter("ratio", In.BODY, ValueType.NUMBER, false),
                    parameter("deep", In.BODY, ValueType.BOOLEAN, false),
                    new Parameter(
                            "kind", In.BODY, ValueType.STRING, false, null, 0, List.of("户籍", "常住"), false, false)));

    static final List<Field> FIELDS = List.of(
            field("total", "total", ValueType.INTEGER, null, false),
            field("code", "data[].code", ValueType.STRING, null, false),
            field("name", "data[].name", ValueType.STRING, "name", false),
            field("idNumber", "data[].idNumber", ValueType.STRING, "cover:6,4", true),
            field("phone", "data[].contact.phone", ValueType.STRING, "cover:3,4", false),
            field("lon", "data[].location.lon", ValueType.NUMBER, "round:2", false),
            field("lat", "data[].location.lat", ValueType.NUMBER, "round:2", false),
            field("tags", "data[].tags[]", ValueType.STRING, null, false));

    static Resource resource(String name, List<Operation> operations, List<Field> fields) {
        return new Resource(
                name,
                "标准地址",
                DEPARTMENT,
                "address-service",
                SharingType.CONDITIONAL,
                2,
                Resource.DEFAULT_MAX_ANSWER_BYTES,
                1,
                operations,
                fields);
    }

    static Resource resource() {
        return resource("standard-address", OPERATIONS, FIELDS);
    }

    /** A grant to be varied; covers everything harmless and holds all day in 2026. */
    static final class GrantOf {
        String id = "grant-one";
        String system = SYSTEM.id();
        String resource = "standard-address";
        Set<String> operations = Set.of("villages", "lookup");
        Set<String> purposes = Set.of("city-management");
        List<String> fields = List.of("total", "code", "name", "phone");
        Map<String, String> masks = Map.of();
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Instant until = Instant.parse("2027-01-01T00:00:00Z");
        Map<String, Object> conditions = Map.of();
        List<Finding> faults = List.of();
        long perDay;
        Grant.State state = Grant.State.ACTIVE;

        Grant build() {
            return new Grant(
                    id,
                    1,
                    system,
                    resource,
                    operations,
                    purposes,
                    fields,
                    masks,
                    from,
                    until,
                    perDay,
                    0,
                    0,
                    conditions,
                    faults,
                    state);
        }
    }

    static PolicySnapshot policy(Grant... grants) {
        return PolicySnapshot.build(7, List.of(SYSTEM), List.of(resource()), List.of(grants), ZONE);
    }

    static DecisionRequest request() {
        return new DecisionRequest(
                SYSTEM.id(),
                DEPARTMENT,
                "standard-address",
                "villages",
                "city-management",
                null,
                null,
                address("10.20.1.5"),
                NOW);
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
