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
                        "脱敏方式不适用于该字段类型:cover、truncate、name 用于文本或日期,zero、round 用于数字",
                        "does not suit the field's type: cover, truncate and name are for text and dates, zero and round for"
                                + " numbers");
        };
    }
}
