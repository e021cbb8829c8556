package cn.laohekou.hub.security.evidence;

import java.io.IOException;
import java.util.List;
import java.util.Map;

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

    /**
     * Public keys that come with the chains, by id, as SubjectPublicKeyInfo in DER. They are what whoever wrote the
     * source says they are; a verifier that knows the keys from elsewhere asks for those.
     */
    default Map<String, Blob> keys() throws IOException {
        return Map.of();
    }

    /** Anchored checkpoints that come with the chains. */
    default List<StoredAnchor> anchors() throws IOException {
        return List.of();
    }

    /** Whether each run of batches must end in a signed head, as in an export. */
    default boolean endsSigned() {
        return false;
    }

    /** Whether batches may be missing between signed heads, because only some were selected. */
    default boolean sparse() {
        return false;
    }

    /** Nodes that have a chain here, sorted. */
    List<String> nodes() throws IOException;

    /**
     * Reads a chain in the order of its sequence numbers, without keeping it in memory.
     *
     * @param node whose chain
     * @param visitor takes the batches
     */
    void read(String node, BatchVisitor visitor) throws IOException;

    /**
     * Reads a chain from a batch on.
     *
     * @param node whose chain
     * @param first number of the first batch to see
     * @param visitor takes the batches
     */
    default void read(String node, long first, BatchVisitor visitor) throws IOException {
        read(node, batch -> batch.sequence() < first || visitor.visit(batch));
    }
}
