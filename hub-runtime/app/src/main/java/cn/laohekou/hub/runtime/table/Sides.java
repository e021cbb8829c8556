package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.security.masking.CopyFilter;
import cn.laohekou.hub.security.masking.CopyText;
import cn.laohekou.hub.security.masking.Release;
import cn.laohekou.hub.security.masking.RowBuffer;
import cn.laohekou.hub.security.masking.Unfilterable;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads both sides of a stream row by row in the same form: as released after obligations, and as the target has it. */
final class Sides {

    private static final int CHUNK = 10_000;

    /** Takes one row. */
    @FunctionalInterface
    interface Row {

        /**
         * A row of one side.
         *
         * @param key its key's values
         * @param form the whole row in the common form
         * @param raw the source's row; null for the target's side
         */
        void row(List<@Nullable String> key, RowBuffer form, @Nullable RowBuffer raw);
    }

    private final TableParts parts;
    private final TableGate gate;
    private final TablePlan plan;
    private final List<Conversion.Kind> kinds;
    private final int[] keyPlaces;

    Sides(TableParts parts, TablePlan plan) {
        this.parts = parts;
        this.gate = new TableGate(parts);
        this.plan = plan;
        this.kinds = plan.target().columns().stream().map(Conversion.Kind::of).toList();
        this.keyPlaces = plan.target().keys().stream()
                .mapToInt(key -> plan.target().columnNames().indexOf(key))
                .toArray();
    }

    /** The rows the source would release now. */
    void released(Row taker)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, InterruptedException, JobStopped {
        List<String> after = null;
        RowBuffer raw = new RowBuffer();
        RowBuffer one = new RowBuffer();
        RowBuffer out = new RowBuffer();
        CopyFilter filter = filter();
        do {
            raw.clear();
            Range range = new Range(plan.keys(), after, null, null, CHUNK);
            parts.databases().on(plan.permit().source(), database -> {
                plan.source().read(database, range, raw);
                database.pace(raw.rows(), raw.size());
            });
            for (int row = 0; row < raw.rows(); row++) {
                one.clear();
                one.append(raw, row);
                out.clear();
                int unused = filter.filter(one, out, (number, why) -> {});
                if (out.rows() == 1) {
                    form(CopyText.values(out, 0), one, taker);
                }
            }
            if (raw.rows() > 0) {
                List<@Nullable String> last = CopyText.values(raw, raw.rows() - 1);
                List<String> position = new ArrayList<>();
                for (int place : plan.keyPlaces()) {
                    position.add(String.valueOf(last.get(place)));
                }
                after = position;
            }
        } while (raw.rows() == CHUNK);
    }

    private CopyFilter filter() throws JobStopped {
        try {
            return CopyFilter.of(
                    plan.filter(), plan.header(), new Release(subject -> {}, null, gate.keys(plan.permit())));
        } catch (Unfilterable e) {
            throw JobStopped.because("行条件所需的列不存在。", "A column that a row condition needs is missing.");
        }
    }

    /** The rows the target has, read again through a query of its own. */
    void target(Row taker)
            throws Databases.NotRunning, SQLException, IOException, ConnectorFault, InterruptedException {
        parts.databases().on(plan.permit().target(), database -> {
            Dialect dialect = Dialect.of(database.product());
            // Without a transaction PostgreSQL's driver would read the whole table at once.
            database.connection().setAutoCommit(false);
            try (Statement statement = database.connection().createStatement()) {
                statement.setFetchSize(database.fetchSize());
                try (ResultSet rows = statement.executeQuery(
                        "SELECT " + dialect.names(plan.target().columnNames()) + " FROM "
                                + plan.target().name())) {
                    while (rows.next()) {
                        List<@Nullable String> values = new ArrayList<>();
                        for (int i = 1; i <= kinds.size(); i++) {
                            values.add(rows.getString(i));
                        }
                        form(values, null, taker);
                    }
                }
            } finally {
                database.connection().rollback();
                database.connection().setAutoCommit(true);
            }
        });
    }

    private void form(List<@Nullable String> values, @Nullable RowBuffer raw, Row taker) {
        RowBuffer form = new RowBuffer();
        List<@Nullable String> key = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            values.set(i, Canonical.of(kinds.get(i), values.get(i)));
            if (i > 0) {
                form.write('\t');
            }
            CopyText.cell(values.get(i), form);
        }
        for (int place : keyPlaces) {
            key.add(values.get(place));
        }
        form.write('\n');
        form.endRow();
        taker.row(key, form, raw);
    }
}
