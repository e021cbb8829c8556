package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FileWork;
import java.util.function.BooleanSupplier;

/** Files of one counterpart. Blocks; safe for several threads. */
interface FileStore extends AutoCloseable {

    /** Bytes handed to a sink at once. */
    int PIECE = 256 * 1024;

    void list(String folder, FileEntries into) throws ConnectorFault;

    void lookup(String path, FileEntries into) throws ConnectorFault;

    void read(String path, long offset, int length, AnswerSink into) throws ConnectorFault;

    void write(String path, long offset, byte[] bytes, int length) throws ConnectorFault;

    void publish(String from, String to, BooleanSupplier inForce) throws ConnectorFault;

    void remove(String path) throws ConnectorFault;

    /** Asks for a sign of life: whether the connector's own folder can be read. */
    void probe() throws ConnectorFault;

    /** Gives up whatever is open. */
    @Override
    void close();

    /** Carries out one piece of work. */
    default void run(FileWork work) throws ConnectorFault {
        if (work instanceof FileWork.Listing listing) {
            list(listing.folder(), listing.into());
        } else if (work instanceof FileWork.Lookup lookup) {
            lookup(lookup.path(), lookup.into());
        } else if (work instanceof FileWork.Read read) {
            read(read.path(), read.offset(), read.length(), read.into());
        } else if (work instanceof FileWork.Write write) {
            write(write.path(), write.offset(), write.bytes(), write.length());
        } else if (work instanceof FileWork.Publish publish) {
            publish(publish.from(), publish.to(), publish.inForce());
        } else if (work instanceof FileWork.Remove remove) {
            remove(remove.path());
        }
    }
}
