package cn.laohekou.hub.connector.api;

import java.sql.Connection;

/** A counterpart's database while a {@link DatabaseWork} runs on it. For one thread, and not after the work has ended. */
public interface Database {

    /** The product as its JDBC address names it: {@code postgresql}, {@code mariadb}, {@code dm}, {@code kingbase8}, {@code oracle}. */
    String product();

    /** An open connection, in auto-commit; given back to the connector's pool afterwards, whatever the work left open. */
    Connection connection();

    /** Rows to be fetched at a time where the driver asks. */
    int fetchSize();

    /** Whether the department lets bulk work run at this time of day. */
    boolean open();

    /**
     * Slows the caller down to what the department allows; blocks as long as needed.
     *
     * @param rows rows taken since the last call
     * @param bytes their size
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    void pace(long rows, long bytes) throws InterruptedException;
}
