package cn.laohekou.hub.security.evidence;

/**
 * Where a chain ends.
 *
 * @param node node whose chain it is
 * @param sequence number of the last batch, from 1; 0 for an empty chain
 * @param hash SM3 of the last batch's header, 64 lower-case hexadecimal digits; zeros for an empty chain
 */
public record ChainHead(String node, long sequence, String hash) {

    private static final String ZERO = "0".repeat(64);

    /**
     * The head of a chain that holds nothing yet.
     *
     * @param node node name
     */
    public static ChainHead empty(String node) {
        return new ChainHead(node, 0, ZERO);
    }
}
