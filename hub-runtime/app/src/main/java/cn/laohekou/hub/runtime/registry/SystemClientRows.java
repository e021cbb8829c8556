package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.identity.RealmClients;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which clients of the realm stand for systems, as the registry says. */
final class SystemClientRows {

    private static final String WANTED = "SELECT id, name, department, enabled, jwks, sign_in, client_slot,"
            + " former_client_until FROM registry.system WHERE id = ?";
    private static final String FORMER = "SELECT id, client_slot, former_client_until FROM registry.system"
            + " WHERE former_client_until IS NOT NULL";

    private SystemClientRows() {}

    /** Clients that were or will be replaced, with the first instant each counts no more. */
    static Map<String, Instant> ends(Connection connection) throws SQLException {
        Map<String, Instant> ends = new HashMap<>();
        Sql.list(connection, FORMER, row -> {
            Instant until = Sql.instant(row, "former_client_until");
            if (until != null) {
                ends.put(RealmClients.of(row.getString(1), 3 - row.getInt(2)), until);
            }
            return ends;
        });
        return ends;
    }

    /** The clients a system shall have at a moment; none for an unknown system. */
    static List<SystemClients.Wanted> wanted(Connection connection, String system, Instant now) throws SQLException {
        List<SystemClients.Wanted> clients = new ArrayList<>();
        Sql.list(
                connection,
                WANTED,
                row -> {
                    int slot = row.getInt("client_slot");
                    Instant until = Sql.instant(row, "former_client_until");
                    clients.add(client(row, slot, false));
                    if (until != null) {
                        clients.add(client(row, 3 - slot, !now.isBefore(until)));
                    }
                    return system;
                },
                system);
        return clients;
    }

    private static SystemClients.Wanted client(ResultSet row, int slot, boolean ended) throws SQLException {
        return new SystemClients.Wanted(
                row.getString("id"),
                RealmClients.of(row.getString("id"), slot),
                row.getString("name"),
                row.getString("department"),
                row.getBoolean("enabled") && !ended,
                ended,
                row.getString("jwks"),
                SystemSignIn.stored(row.getString("sign_in")));
    }
}
