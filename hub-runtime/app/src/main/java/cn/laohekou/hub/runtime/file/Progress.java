package cn.laohekou.hub.runtime.file;

import java.sql.SQLException;

/** Told by a pass how far it is, and whether it may go on. */
interface Progress {

    /** Goes on only while it is permitted, wanted, and this node's. */
    void check() throws TransferEnd, SQLException, InterruptedException;

    /** Whether it is time to note how far the target is. */
    boolean due(long position);

    /** Notes what is durable at the target. */
    void durable(long position, byte[] prefix) throws TransferEnd, SQLException;
}
