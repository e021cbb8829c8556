package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.DatabaseWork;
import java.io.IOException;
import java.sql.SQLException;

/** The databases of connectors, entered through their running routes. Thread-safe. */
public interface Databases {

    /** The connector does not run on this node, or is paused. */
    final class NotRunning extends Exception {

        private static final long serialVersionUID = 1L;

        /** Without a stack: it is an everyday matter. */
        public NotRunning(String connector) {
            super(connector, null, false, false);
        }
    }

    /**
     * Runs work on a connector's database, on the calling thread.
     *
     * @throws NotRunning when no running route takes it; nothing was done then
     */
    void on(String connector, DatabaseWork work)
            throws NotRunning, SQLException, IOException, ConnectorFault, InterruptedException;

    /** Revision of the connector that runs; 0 when none does. */
    int revision(String connector);
}
