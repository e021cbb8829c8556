package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who uses a resource or a connector now: active grants of other departments that have not run out. */
final class Users {

    private static final String GRANTS = "SELECT o.name, o.department, r.spec FROM registry.object o"
            + " JOIN registry.revision r ON r.kind = o.kind AND r.name = o.name AND r.number = o.running"
            + " WHERE o.kind = 'grant' AND o.state = 'active'";

    private Users() {}

    /**
     * A grant in use.
     *
     * @param grant its name
     * @param consumer department that uses it
     * @param spec what it states
     */
    record Use(String grant, String consumer, ObjectNode spec) {

        Set<String> names(String member) {
            Set<String> names = new HashSet<>();
            spec.path(member).forEach(name -> names.add(name.asText()));
            return names;
        }
    }

    /** Uses of a resource or connector by departments other than its own. */
    static List<Use> of(Connection connection, ObjectKind kind, String name, String owner, Instant now)
            throws SQLException {
        Set<String> resources = new TreeSet<>();
        if (kind == ObjectKind.RESOURCE) {
            resources.add(name);
        } else {
            resources.addAll(Sql.list(
                    connection,
                    "SELECT o.name FROM registry.object o JOIN registry.revision r"
                            + " ON r.kind = o.kind AND r.name = o.name AND r.number = o.running"
                            + " WHERE o.kind = 'resource' AND o.state = 'active' AND r.spec ->> 'connector' = ?",
                    row -> row.getString(1),
                    name));
        }
        List<Use> uses = new ArrayList<>();
        for (String resource : resources) {
            uses.addAll(Sql.list(
                    connection,
                    GRANTS + " AND r.spec ->> 'resource' = ? AND o.department <> ? ORDER BY o.name",
                    row -> new Use(row.getString(1), row.getString(2), Json.stored(row.getString(3))),
                    resource,
                    owner));
        }
        uses.removeIf(use -> !validUntil(use.spec()).isAfter(now));
        return uses;
    }

    /** End of a grant's validity. */
    static Instant validUntil(ObjectNode spec) {
        return OffsetDateTime.parse(spec.path("validUntil").asText()).toInstant();
    }

    /** Uses that lose an operation or a field when a resource changes from one document to another. */
    static List<Use> losing(List<Use> uses, ObjectNode before, ObjectNode after) {
        Set<String> gone = names(before, "operations");
        gone.removeAll(names(after, "operations"));
        Set<String> hidden = names(before, "fields");
        hidden.removeAll(names(after, "fields"));
        List<Use> losing = new ArrayList<>(uses);
        losing.removeIf(use -> use.names("operations").stream().noneMatch(gone::contains)
                && use.names("fields").stream().noneMatch(hidden::contains));
        return losing;
    }

    private static Set<String> names(ObjectNode resource, String member) {
        Set<String> names = new HashSet<>();
        for (JsonNode one : resource.path(member)) {
            names.add(one.path("name").asText());
        }
        return names;
    }
}
