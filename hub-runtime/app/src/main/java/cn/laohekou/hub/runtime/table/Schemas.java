package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.registry.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.sql.DataSource;

/** The columns of both tables as they were when somebody last accepted them. Thread-safe. */
final class Schemas {

    private final DataSource database;

    Schemas(DataSource database) {
        this.database = database;
    }

    /**
     * Compares with what is on record; the first time, and when accepted, puts it on record.
     *
     * @throws JobStopped when something changed; the message is the difference
     */
    void check(String stream, List<Column> source, List<Column> target, boolean accepted)
            throws SQLException, JobStopped {
        String now = String.join("\n", lines(source, target));
        try (Connection connection = database.getConnection()) {
            Optional<String> known = Sql.one(
                    connection,
                    "SELECT columns FROM job.table_schema WHERE stream = ?",
                    row -> row.getString(1),
                    stream);
            if (known.isPresent() && !accepted && !known.get().equals(now)) {
                String difference = String.join("；", difference(known.get(), now));
                throw JobStopped.because(
                        "表结构已变化：" + difference + "。确认后以 acceptSchema 重新启动。",
                        "The schema changed: " + difference + ". Start again with acceptSchema once that is right.");
            }
            Sql.update(
                    connection,
                    "INSERT INTO job.table_schema (stream, columns) VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET"
                            + " columns = EXCLUDED.columns",
                    stream,
                    now);
        }
    }

    private static List<String> lines(List<Column> source, List<Column> target) {
        TreeSet<String> lines = new TreeSet<>();
        source.forEach(column -> lines.add("source " + column.name() + " " + column.described()));
        target.forEach(column -> lines.add("target " + column.name() + " " + column.described()));
        return List.copyOf(lines);
    }

    /** What is gone, marked with a minus, and what is new, with a plus. */
    static List<String> difference(String before, String now) {
        List<String> former = before.lines().toList();
        List<String> present = now.lines().toList();
        List<String> difference = new ArrayList<>();
        former.stream().filter(line -> !present.contains(line)).forEach(line -> difference.add("- " + line));
        present.stream().filter(line -> !former.contains(line)).forEach(line -> difference.add("+ " + line));
        return difference;
    }
}
