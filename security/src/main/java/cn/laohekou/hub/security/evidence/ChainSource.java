package cn.laohekou.hub.security.evidence;

import java.io.IOException;
import java.util.List;

/** Where stored chains are read from: a database or an exported bundle. */
public interface ChainSource {

    /** Takes batches one after the other. */
    @FunctionalInterface
    interface BatchVisitor {

        /**
         * Takes one batch.
         *
         * @param batch as it was found
         * @return false to see no more of this chain
         */
        boolean visit(StoredBatch batch) throws IOException;
    }

    /** Whether whole chains are expected here, from the first batch to the last; false for an exported part. */
    boolean whole();

    /** Nodes that have a chain here, sorted. */
    List<String> nodes() throws IOException;

    /**
     * Reads a chain in the order of its sequence numbers, without keeping it in memory.
     *
     * @param node whose chain
     * @param visitor takes the batches
     */
    void read(String node, BatchVisitor visitor) throws IOException;
}
