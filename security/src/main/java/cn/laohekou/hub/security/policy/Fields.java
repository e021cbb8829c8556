package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.FilterBuilder;
import cn.laohekou.hub.security.masking.JsonFilter;
import cn.laohekou.hub.security.masking.LeafType;

/** Translates declared fields into the words of the filter. */
final class Fields {

    private Fields() {}

    static LeafType leafType(ValueType type) {
        return switch (type) {
            case STRING -> LeafType.TEXT;
            case INTEGER -> LeafType.INTEGER;
            case NUMBER -> LeafType.NUMBER;
            case BOOLEAN -> LeafType.BOOLEAN;
            case DATE -> LeafType.DATE;
        };
    }

    static Finding finding(String at, AnswerFormat format, FilterBuilder.Problem problem) {
        if (format == AnswerFormat.XML && problem == FilterBuilder.Problem.MALFORMED_PATH) {
            return new Finding(
                    at + "/path",
                    "XML 应答的路径须从根元素起以 . 连接元素名,可重复的元素后加 [],属性以 @ 开头放在最后,前缀须在 namespaces 中声明,例如"
                            + " s:Envelope.s:Body.person[].@id",
                    "a path into XML must name the elements from the root on joined by ., with [] after those that repeat,"
                            + " an attribute last after @, and prefixes declared in namespaces, for example"
                            + " s:Envelope.s:Body.person[].@id");
        }
        return finding(at, problem);
    }

    static Finding finding(String at, FilterBuilder.Problem problem) {
        return switch (problem) {
            case MALFORMED_PATH ->
                new Finding(
                        at + "/path",
                        "路径须由以 . 连接的键组成,数组键后加 [],例如 data[].name",
                        "must be keys joined by ., with [] after keys of arrays, for example data[].name");
            case DUPLICATE_PATH -> new Finding(at + "/path", "另一字段已使用相同的路径", "another field has the same path");
            case CONFLICTING_PATH ->
                new Finding(
                        at + "/path",
                        "与另一字段的路径矛盾:同一位置不能既是对象、数组又是值",
                        "contradicts another field's path: one place cannot be object, array and value at once");
            case TOO_DEEP ->
                new Finding(
                        at + "/path",
                        "路径超过 " + JsonFilter.MAX_DEPTH + " 层",
                        "is deeper than " + JsonFilter.MAX_DEPTH + " levels");
            case UNSUITABLE_MASK ->
                new Finding(
                        at + "/mask",
                        "脱敏方式不适用于该字段类型:cover、truncate、name 用于文本或日期,zero、round、band、bands 用于数字,pseudonym 用于文本或整数",
                        "does not suit the field's type: cover, truncate and name are for text and dates, zero, round, band"
                                + " and bands for numbers, pseudonym for text and integers");
        };
    }
}
