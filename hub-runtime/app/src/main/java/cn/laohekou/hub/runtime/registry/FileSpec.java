package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.ExchangeShape.File.BadRecord;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Column;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Control;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Format;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Formulas;
import cn.laohekou.hub.security.policy.ExchangeShape.File.OnChange;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads the object {@code file} of a resource of files. */
final class FileSpec {

    /** 10 GiB, unless the resource says otherwise; 1 TiB at most. */
    private static final long DEFAULT_SIZE = 10L << 30;

    private static final long MAX_SIZE = 1L << 40;

    /** A spreadsheet is held in memory while it is read. */
    static final long MAX_SHEET = 32L << 20;

    private static final int MAX_WIDTH = 4_000;
    private static final Set<String> CHARSETS = Set.of("UTF-8", "GBK", "GB18030");
    private static final Pattern FOLDER = Pattern.compile("(?!.*\\.\\.)[\\p{L}\\p{N}_.-]+(/[\\p{L}\\p{N}_.-]+)*|");
    private static final Pattern CONTROL = Pattern.compile("[\\p{L}\\p{N}_.-]*\\{(name|stem)}[\\p{L}\\p{N}_.-]*");
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_.-]{1,40}|");

    private FileSpec() {}

    static ExchangeShape read(SpecReader reader) {
        String folder = reader.text("folder", false, FOLDER, "应为相对文件夹，不含 ..", "must be a relative folder without ..");
        String names = reader.text("names", true);
        try {
            Pattern.compile(names);
        } catch (PatternSyntaxException e) {
            reader.error("names", "正则表达式有误", "is not a regular expression");
        }
        Records records = records(reader.object("records"));
        Control control = control(reader.object("control"));
        boolean sheet = records != null && records.format() == Format.XLSX;
        long most = sheet ? MAX_SHEET : MAX_SIZE;
        long size = reader.integer("maxBytes", sheet ? MAX_SHEET : DEFAULT_SIZE, 1, most);
        OnChange onChange = reader.choice("onChange", OnChange.class, OnChange.VERSION, false);
        reader.refuseUnknown();
        return new ExchangeShape.File(folder, names, records, control, size, onChange);
    }

    private static @Nullable Records records(SpecReader reader) {
        if (reader.names().isEmpty()) {
            return null;
        }
        Format format = reader.choice("format", Format.class, Format.CSV, true);
        String charset = reader.text("charset", false);
        if (!charset.isEmpty() && !CHARSETS.contains(charset)) {
            reader.error("charset", "应为 UTF-8、GBK 或 GB18030", "must be UTF-8, GBK or GB18030");
        }
        List<Column> columns = new ArrayList<>();
        for (SpecReader column : reader.objects("columns", format == Format.FIXED)) {
            columns.add(new Column(column.text("name", true), (int) column.integer("width", 1, 1, MAX_WIDTH)));
            column.refuseUnknown();
        }
        if (format != Format.FIXED && !columns.isEmpty()) {
            reader.error("columns", "只用于定长文件", "is for files of fixed width only");
        }
        Records records = new Records(
                format,
                charset.isEmpty() ? "UTF-8" : charset,
                columns,
                reader.choice("badRecord", BadRecord.class, BadRecord.FILE, false),
                reader.choice("formulas", Formulas.class, Formulas.NEUTRALISE, false));
        reader.refuseUnknown();
        return records;
    }

    private static @Nullable Control control(SpecReader reader) {
        if (reader.names().isEmpty()) {
            return null;
        }
        String name = reader.text(
                "name",
                true,
                CONTROL,
                "应含一个 {name} 或 {stem}，例如 {name}.ctl",
                "must hold one {name} or {stem}, as {name}.ctl does");
        Control control = new Control(
                name, key(reader, "size", "size"), key(reader, "digest", "sm3"), key(reader, "count", "count"));
        if (name.equals("{name}")) {
            reader.error("name", "不能与数据文件同名", "must differ from the data file's name");
        }
        reader.refuseUnknown();
        return control;
    }

    private static String key(SpecReader reader, String member, String absent) {
        String stated = reader.text(member, false, KEY, "应为 1 至 40 个字母、数字", "must be 1 to 40 letters or digits");
        return stated.isEmpty() ? absent : stated;
    }
}
