package cn.laohekou.hub.security.evidence;

/**
 * What is wrong with a chain, and where it begins.
 *
 * @param problem what is wrong
 * @param node whose chain; for a problem of a file its name
 * @param sequence first bad batch; 0 when it is not about a batch
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
        CHECKPOINT_DIFFERS("批次与检查点所记不符", "the batch is not the one a checkpoint names"),
        SIGNATURE_BAD("链头签名验证不通过", "the signature of the head does not verify"),
        SIGNATURE_DIFFERS("签名的链头不是这一批", "the signed head is not this batch"),
        SIGNATURE_MISSING("从此批起没有链头签名", "from this batch on no head is signed"),
        KEY_UNKNOWN("签名密钥不是给定的密钥", "the signing key is none of the keys given"),
        CLOCK_BACKWARDS("时间倒退：早于前一批", "time runs backwards: it is dated before the batch before"),
        CLOCK_RECORD("记录的时间与批次的时间不合", "the record's time does not fit its batch's"),
        CLOCK_SIGNATURE("签名的时间与批次的时间不合", "the signature's time does not fit the batch's"),
        CLOCK_ANCHOR("时间与外部锚定的时间不合", "its time does not fit the time an outside party stated"),
        ANCHOR_BAD("外部锚定验证不通过", "the outside party's statement does not verify"),
        ANCHOR_DIFFERS("外部锚定所记的链头不是这一批", "the outside party anchored another head than this batch"),
        FILE_CHANGED("文件与清单所记不符", "the file is not the one the manifest names"),
        FILE_MISSING("清单所列文件缺失", "the manifest names this file, it is missing"),
        FILE_INSERTED("清单未列此文件", "the manifest does not name this file"),
        MANIFEST_BAD("清单签名验证不通过", "the manifest's signature does not verify");

        private final String chinese;
        private final String english;

        Problem(String chinese, String english) {
            this.chinese = chinese;
            this.english = english;
        }

        /** Whether a chain with it can still be followed. */
        boolean leavesChain() {
            return switch (this) {
                case CLOCK_BACKWARDS,
                        CLOCK_RECORD,
                        CLOCK_SIGNATURE,
                        CLOCK_ANCHOR,
                        SIGNATURE_BAD,
                        SIGNATURE_DIFFERS,
                        SIGNATURE_MISSING,
                        KEY_UNKNOWN,
                        ANCHOR_BAD,
                        ANCHOR_DIFFERS -> true;
                default -> false;
            };
        }
    }

    static Finding ofFile(Problem problem, String name) {
        return new Finding(problem, name, 0, WHOLE_BATCH);
    }

    /** The finding as one sentence in both languages. */
    public String sentence() {
        if (sequence == 0) {
            return node + "：" + problem.chinese + " / " + node + ": " + problem.english;
        }
        String place = ordinal == WHOLE_BATCH ? "" : "，第 " + ordinal + " 条 / record " + ordinal;
        return "节点 " + node + " 第 " + sequence + " 批" + place + "：" + problem.chinese + " / node " + node + ", batch "
                + sequence + ": " + problem.english;
    }
}
