package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.security.masking.CsvFilter;
import cn.laohekou.hub.security.masking.Mask;
import cn.laohekou.hub.security.masking.TabularFilter;
import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one grant go, once both tables have been looked at.
 *
 * @param permit decision it was made under
 * @param source what is read
 * @param header names under which the filter knows the source's columns
 * @param keyPlaces places of the source's keys among the columns read
 * @param watermarkPlace place of the watermark among them; -1 when there is none
 * @param keys the source's keys, in its own spelling
 * @param watermark the source's watermark in its own spelling; null when there is none
 * @param status the source's status column in its own spelling; null when there is none
 * @param target what is written
 * @param conversions what becomes of each field
 * @param filter what is released
 */
record TablePlan(
        Permit permit,
        ChunkSource source,
        List<String> header,
        List<Integer> keyPlaces,
        int watermarkPlace,
        List<String> keys,
        @Nullable String watermark,
        @Nullable String status,
        TargetTable target,
        List<Conversion> conversions,
        TabularFilter filter) {

    /**
     * Fits the declared fields to the columns there are.
     *
     * @throws JobStopped when a column is missing or a conversion is refused; the message lists all of them
     */
    static TablePlan of(Permit permit, List<Column> sourceColumns, List<Column> targetColumns) throws JobStopped {
        List<String> wrong = new ArrayList<>();
        List<Column> read = new ArrayList<>();
        List<String> header = new ArrayList<>();
        for (Field field : permit.resource().resource().fields()) {
            Column column = find(sourceColumns, field.path());
            if (column == null) {
                wrong.add(field.path() + ": 来源表没有此列 not in the source");
            } else {
                read.add(column);
                header.add(field.path());
            }
        }
        String watermark = extra(sourceColumns, permit.shape().watermark(), read, header, wrong);
        var marked = permit.shape().status();
        String status = marked == null ? null : spelled(sourceColumns, marked.column(), wrong);
        List<String> keys = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (String key : permit.shape().keys()) {
            int place = header.indexOf(key);
            places.add(place);
            keys.add(place < 0 ? "" : read.get(place).name());
        }
        CsvFilter csv = (CsvFilter) permit.grant().filter(AnswerFormat.CSV);
        List<Conversion> conversions = new ArrayList<>();
        TargetTable target = target(permit, sourceColumns, targetColumns, header, conversions, wrong);
        if (!wrong.isEmpty()) {
            throw JobStopped.because(
                    "表结构与资源、授权不符：" + String.join("；", wrong) + "。",
                    "The tables do not fit resource and grant: " + String.join("; ", wrong) + ".");
        }
        return new TablePlan(
                permit,
                new ChunkSource(permit.shape().table(), List.copyOf(read)),
                List.copyOf(header),
                List.copyOf(places),
                watermark == null ? -1 : header.indexOf(permit.shape().watermark()),
                List.copyOf(keys),
                watermark,
                status,
                target,
                List.copyOf(conversions),
                csv.records());
    }

    /** A column that is read though no field declares it; the filter drops it. */
    private static @Nullable String extra(
            List<Column> columns, @Nullable String name, List<Column> read, List<String> header, List<String> wrong) {
        String spelled = name == null ? null : spelled(columns, name, wrong);
        Column column = spelled == null ? null : find(columns, spelled);
        if (column != null && name != null && !header.contains(name)) {
            read.add(column);
            header.add(name);
        }
        return spelled;
    }

    private static @Nullable String spelled(List<Column> columns, String name, List<String> wrong) {
        Column column = find(columns, name);
        if (column == null) {
            wrong.add(name + ": 来源表没有此列 not in the source");
            return null;
        }
        return column.name();
    }

    private static TargetTable target(
            Permit permit,
            List<Column> sourceColumns,
            List<Column> targetColumns,
            List<String> header,
            List<Conversion> conversions,
            List<String> wrong) {
        Map<String, String> renamed = permit.delivery().columns();
        List<Column> written = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        // The filter releases fields in the order of the header, which is the order of the declaration.
        for (String path : header) {
            Field field = permit.resource().resource().fields().stream()
                    .filter(declared -> declared.path().equals(path))
                    .findFirst()
                    .orElse(null);
            Mask mask = field == null ? null : mask(permit, field);
            if (field == null
                    || !permit.grant().grant().fields().contains(field.name())
                    || (mask != null && mask.removes())) {
                continue;
            }
            String name = renamed.getOrDefault(field.name(), path);
            Column from = find(sourceColumns, path);
            Column to = find(targetColumns, name);
            if (from == null || to == null) {
                wrong.add(name + ": 目标表没有此列 not in the target");
                continue;
            }
            Conversion conversion = Conversion.of(field.name(), from, to, mask);
            conversions.add(conversion);
            if (conversion.verdict() == Conversion.Verdict.REFUSED) {
                wrong.add(field.name() + ": " + from.described() + " -> " + to.described() + " " + conversion.zh() + " "
                        + conversion.en());
            }
            written.add(to);
            if (permit.shape().keys().contains(path)) {
                keys.add(to.name());
            }
        }
        return new TargetTable(permit.delivery().target(), List.copyOf(written), List.copyOf(keys));
    }

    private static @Nullable Mask mask(Permit permit, Field field) {
        String stated = permit.grant().grant().maskOf(field.name());
        String spec = stated == null ? field.mask() : stated;
        return spec == null ? null : Mask.parse(spec);
    }

    private static @Nullable Column find(List<Column> columns, String name) {
        Column loose = null;
        for (Column column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
            if (column.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                loose = column;
            }
        }
        return loose;
    }
}
