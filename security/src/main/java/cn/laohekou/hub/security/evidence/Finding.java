package cn.laohekou.hub.security.evidence;

/**
 * What is wrong with a chain, and where it begins.
 *
 * @param problem what is wrong
 * @param node whose chain
 * @param sequence first bad batch
 * @param ordinal first bad record in it, from 0; {@link #WHOLE_BATCH} when the batch itself is bad
 */
public record Finding(Problem problem, String node, long sequence, int ordinal) {

    /** Ordinal of a finding about a whole batch. */
    public static final int WHOLE_BATCH = -1;

    /** What can be wrong. */
    public enum Problem {
        HEADER_UNREADABLE("批次头无法读取", "the batch header cannot be read"),
        HEADER_CHANGED("批次头与后一批记下的摘要不符", "the batch header is not the one the next batch is linked to"),
        BATCH_MISSING("缺少批次", "the batch is missing"),
        BATCH_INSERTED("多出批次", "the batch was inserted"),
        BATCH_REORDERED("批次位置不对", "the batch stands in another place than its header says"),
        LEAVES_CHANGED("叶摘要与默克尔根不符", "the leaf hashes do not give the Merkle root"),
        RECORD_CHANGED("记录被改动", "the record was changed"),
        RECORD_MISSING("缺少记录", "the record is missing"),
        RECORD_INSERTED("多出记录", "the record was inserted"),
        RECORD_REORDERED("记录次序不对", "the record stands in another place than it was written"),
        LIST_CHANGED("所附数据主体清单被改动", "the attached list of data subjects was changed"),
        LIST_MISSING("缺少所附数据主体清单", "the attached list of data subjects is missing"),
        FILED_WRONG("检索列与记录内容不符", "the search columns do not say what the record says"),
        TAIL_CUT("链尾被截，检查点记有此批次", "the tail was cut: a checkpoint names this batch"),
        CHECKPOINT_DIFFERS("批次与检查点所记不符", "the batch is not the one a checkpoint names");

        private final String chinese;
        private final String english;

        Problem(String chinese, String english) {
            this.chinese = chinese;
            this.english = english;
        }
    }

    /** The finding as one sentence in both languages. */
    public String sentence() {
        String place = ordinal == WHOLE_BATCH ? "" : "，第 " + ordinal + " 条 / record " + ordinal;
        return "节点 " + node + " 第 " + sequence + " 批" + place + "：" + problem.chinese + " / node " + node + ", batch "
                + sequence + ": " + problem.english;
    }
}
