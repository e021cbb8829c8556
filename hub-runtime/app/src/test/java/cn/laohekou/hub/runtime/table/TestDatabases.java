package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.DatabaseWork;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The real connectors, with a hand in the way: something can happen right before the n-th visit to one of them. */
final class TestDatabases implements Databases {

    /** What happens. */
    @FunctionalInterface
    interface Event {
        void happen() throws Exception;
    }

    private final Databases real;
    private final AtomicInteger visits = new AtomicInteger();
    private volatile @Nullable Event event;
    private volatile String connector = "";
    private volatile int visit;

    TestDatabases(Databases real) {
        this.real = real;
    }

    /** Something happens before the n-th visit from now, counted from 1. */
    void before(String name, int number, Event what) {
        connector = name;
        visit = number;
        visits.set(0);
        event = what;
    }

    @Override
    public void on(String name, DatabaseWork work)
            throws NotRunning, SQLException, IOException, ConnectorFault, InterruptedException {
        Event what = event;
        if (what != null && name.equals(connector) && visits.incrementAndGet() == visit) {
            try {
                what.happen();
            } catch (SQLException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        real.on(name, work);
    }

    @Override
    public int revision(String name) {
        return real.revision(name);
    }
}
