package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks PostgreSQL itself whether what it calls committed survives a power cut. */
final class DurableDatabase {

    private static final List<String> SETTINGS = List.of("fsync", "synchronous_commit", "full_page_writes");

    private DurableDatabase() {}

    /**
     * Refuses a server that does not flush.
     *
     * @param connection open connection as any role
     * @throws CannotStart naming the settings that are off
     * @throws SQLException when the server cannot be asked
     */
    static void check(Connection connection) throws CannotStart, SQLException {
        List<String> off = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                try (ResultSet answer = statement.executeQuery("SHOW " + setting)) {
                    if (!answer.next() || "off".equals(answer.getString(1))) {
                        off.add(setting);
                    }
                }
            }
        }
        if (!off.isEmpty()) {
            String names = String.join(", ", off);
            throw new CannotStart("PostgreSQL 的设置 " + names + " 已关闭，断电会丢失存证；请改为 on 后重试。 PostgreSQL reports " + names
                    + " off, so evidence would not survive a power cut; switch it on and start again.");
        }
    }
}
