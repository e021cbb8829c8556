package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.security.masking.Mask;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * How the values of one field get from the source's column into the target's.
 *
 * @param field name of the field
 * @param from the source's column
 * @param to the target's column
 * @param verdict what happens
 * @param zh what a person should know, in Chinese
 * @param en the same in English
 */
record Conversion(String field, Column from, Column to, Verdict verdict, String zh, String en) {

    /** What happens to values. */
    enum Verdict {
        /** Every value fits. */
        SAME,
        /** Values are converted without loss. */
        CONVERTED,
        /** Each value is checked by the target; those that do not fit are quarantined. */
        CHECKED,
        /** Values would lose something or never fit: the job does not begin. */
        REFUSED
    }

    /** What a column can hold, as far as conversions go. */
    enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        DATE,
        TIME,
        BINARY,
        OTHER;

        static Kind of(Column column) {
            if (column.typeName().equals("bool")) {
                return BOOLEAN;
            }
            return switch (column.type()) {
                case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.CLOB -> TEXT;
                case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> INTEGER;
                case Types.DECIMAL, Types.NUMERIC, Types.REAL, Types.FLOAT, Types.DOUBLE -> NUMBER;
                case Types.BOOLEAN, Types.BIT -> BOOLEAN;
                case Types.DATE -> DATE;
                case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> TIME;
                case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BINARY;
                default -> OTHER;
            };
        }
    }

    static Conversion of(String field, Column from, Column to, @Nullable Mask mask) {
        Kind source = released(Kind.of(from), mask);
        Kind target = Kind.of(to);
        if (source == Kind.BINARY || target == Kind.BINARY) {
            return from.typeName().equals("bytea") && to.typeName().equals("bytea")
                    ? same(field, from, to)
                    : refused(field, from, to, "二进制列只在 PostgreSQL 之间交换", "binary columns go between PostgreSQL only");
        }
        if (source == target) {
            return alike(field, from, to, source, mask);
        }
        if (target == Kind.TEXT) {
            return new Conversion(field, from, to, Verdict.CONVERTED, "写成文本", "written as text");
        }
        boolean wider =
                (source == Kind.INTEGER && target == Kind.NUMBER) || (source == Kind.DATE && target == Kind.TIME);
        if (wider) {
            return new Conversion(field, from, to, Verdict.CONVERTED, "目标类型更宽", "the target's type is wider");
        }
        boolean readable = (source == Kind.TEXT && (mask == null || mask.clear()) && target != Kind.OTHER)
                || (source == Kind.NUMBER && target == Kind.INTEGER)
                || (source == Kind.BOOLEAN && target == Kind.INTEGER)
                || (source == Kind.INTEGER && target == Kind.BOOLEAN);
        return readable
                ? new Conversion(
                        field,
                        from,
                        to,
                        Verdict.CHECKED,
                        "逐行检查，不能转换的行隔离",
                        "checked row by row; what does not convert is quarantined")
                : refused(field, from, to, "不能转换或会丢失内容", "cannot be converted, or would lose something");
    }

    /** What a mask makes of a value. */
    private static Kind released(Kind kind, @Nullable Mask mask) {
        if (mask == null || mask.clear()) {
            return kind;
        }
        boolean number = mask.spec().equals("zero")
                || mask.spec().startsWith("round:")
                || mask.spec().startsWith("band:");
        return number && !mask.givesText() ? Kind.NUMBER : Kind.TEXT;
    }

    private static Conversion alike(String field, Column from, Column to, Kind kind, @Nullable Mask mask) {
        boolean unmasked = mask == null || mask.clear();
        if (kind == Kind.NUMBER && unmasked && exact(from) && exact(to) && from.scale() > to.scale()) {
            return refused(field, from, to, "小数位会被四舍五入", "digits behind the point would be rounded away");
        }
        if (kind == Kind.OTHER && !from.typeName().equals(to.typeName())) {
            return refused(field, from, to, "类型不同", "the types differ");
        }
        boolean shorter = (kind == Kind.TEXT || kind == Kind.INTEGER || kind == Kind.NUMBER)
                && to.size() > 0
                && (from.size() == 0 || from.size() > to.size());
        if (shorter || (from.nullable() && !to.nullable())) {
            return new Conversion(
                    field,
                    from,
                    to,
                    Verdict.CHECKED,
                    "放不下或缺值的行隔离",
                    "rows that do not fit or lack the value are quarantined");
        }
        return same(field, from, to);
    }

    private static boolean exact(Column column) {
        return column.type() == Types.NUMERIC || column.type() == Types.DECIMAL;
    }

    private static Conversion same(String field, Column from, Column to) {
        return new Conversion(field, from, to, Verdict.SAME, "不变", "unchanged");
    }

    private static Conversion refused(String field, Column from, Column to, String zh, String en) {
        return new Conversion(field, from, to, Verdict.REFUSED, zh, en);
    }
}
