package cn.laohekou.hub.security.masking;

import java.util.Set;

/** Masks of texts; lengths in code points. */
final class TextMasks {

    /** Compound surnames still in use (复姓); all others are one character. */
    private static final Set<String> COMPOUND_SURNAMES = Set.of(
            "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "尉迟", "皇甫", "公孙", "慕容", "令狐", "宇文", "长孙", "轩辕", "端木",
            "百里", "呼延", "东郭", "西门", "澹台", "濮阳", "淳于", "单于", "申屠", "太史", "钟离", "闻人", "赫连", "拓跋", "万俟", "公冶");

    private TextMasks() {}

    static String coverMiddle(String value, int start, int end) {
        int length = value.codePointCount(0, value.length());
        // A value without a middle would be released whole: cover all of it.
        if (length < start + end + 1) {
            return "*".repeat(length);
        }
        int from = value.offsetByCodePoints(0, start);
        int until = value.offsetByCodePoints(value.length(), -end);
        return value.substring(0, from) + "*".repeat(length - start - end) + value.substring(until);
    }

    static String truncate(String value, int keep) {
        int length = value.codePointCount(0, value.length());
        return length <= keep ? value : value.substring(0, value.offsetByCodePoints(0, keep));
    }

    static String keepSurname(String value) {
        int length = value.codePointCount(0, value.length());
        if (length < 2) {
            return "*".repeat(length);
        }
        boolean compound = length > 2 && value.length() > 1 && COMPOUND_SURNAMES.contains(value.substring(0, 2));
        int keep = compound ? 2 : 1;
        return value.substring(0, value.offsetByCodePoints(0, keep)) + "*".repeat(length - keep);
    }
}
