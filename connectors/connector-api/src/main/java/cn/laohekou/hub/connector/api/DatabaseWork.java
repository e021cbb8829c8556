package cn.laohekou.hub.connector.api;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Work on a counterpart's database, handed to the connector's route under {@link ExchangeKeys#DATABASE_WORK}. It runs on
 * the thread that enters the route.
 */
@FunctionalInterface
public interface DatabaseWork {

    /**
     * Does it.
     *
     * @param database the counterpart
     * @throws SQLException as the driver throws it
     * @throws IOException when data cannot be passed on
     * @throws ConnectorFault in the hub's own words
     * @throws InterruptedException when the thread is interrupted
     */
    void on(Database database) throws SQLException, IOException, ConnectorFault, InterruptedException;
}
