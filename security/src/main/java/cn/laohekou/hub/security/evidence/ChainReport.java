package cn.laohekou.hub.security.evidence;

import java.util.List;

/**
 * What a verification found.
 *
 * @param chains what was read
 * @param findings the first thing wrong in each chain, and with the checkpoints
 * @param notProven what this verification cannot say, one sentence each
 */
public record ChainReport(List<Chain> chains, List<Finding> findings, List<String> notProven) {

    /**
     * One chain as it was read.
     *
     * @param node whose chain
     * @param first number of the first batch read; 0 when there is none
     * @param last number of the last batch read; 0 when there is none
     * @param records records in the good batches
     * @param head hash of the last good header in hexadecimal
     * @param signed number of the last batch whose head was signed; 0 when none was
     */
    public record Chain(String node, long first, long last, long records, String head, long signed) {}

    public ChainReport {
        chains = List.copyOf(chains);
        findings = List.copyOf(findings);
        notProven = List.copyOf(notProven);
    }

    /** Whether nothing is wrong with what was read. {@link #notProven} still holds. */
    public boolean intact() {
        return findings.isEmpty();
    }
}
