package cn.laohekou.hub.runtime.outgoing;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FolderGuard;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The hub's {@link FolderGuard}: asks the database each time, so that a permission that was taken back is gone at once.
 * The hub's own home is never allowed, whatever is on the list.
 */
public final class AllowedFolders implements FolderGuard {

    private final Supplier<OutgoingPolicy> policy;
    private final DataSource database;
    private final Path home;

    /**
     * @param policy tells the department of a connector
     * @param database connections of the run-time role
     * @param home the hub's home
     */
    public AllowedFolders(Supplier<OutgoingPolicy> policy, DataSource database, Path home) {
        this.policy = policy;
        this.database = database;
        this.home = home;
    }

    @Override
    public void check(String connector, Path folder) throws ConnectorFault {
        String department = policy.get().departmentOf().get(connector);
        if (department == null || touchesHome(folder) || !listed(department, folder)) {
            throw new ConnectorFault(
                    FaultCode.ADDRESS_NOT_ALLOWED,
                    "the security team has not allowed this folder for the connector's department");
        }
    }

    private boolean touchesHome(Path folder) {
        try {
            Path own = home.toRealPath();
            return folder.startsWith(own) || own.startsWith(folder);
        } catch (IOException e) {
            return true;
        }
    }

    private boolean listed(String department, Path folder) throws ConnectorFault {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT folder FROM registry.allowed_folder WHERE department = ?")) {
            statement.setString(1, department);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (folder.startsWith(Path.of(rows.getString(1)))) {
                        return true;
                    }
                }
            }
            return false;
        } catch (SQLException e) {
            throw new ConnectorFault(FaultCode.COUNTERPART_DOWN, "whether the folder is allowed cannot be read now");
        }
    }
}
