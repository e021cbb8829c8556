package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.masking.CsvReader;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Column;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Records;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records of a file, one after another. For one thread. */
interface RecordReader extends AutoCloseable {

    /** Names of the columns; once, before the records. */
    List<String> header() throws IOException, BadTable, Unfilterable;

    /** The next record, or null at the end; null in it for no value. */
    @Nullable
    List<@Nullable String> next() throws IOException, BadTable, Unfilterable;

    @Override
    default void close() throws IOException {}

    /** A file that does not hold records as declared, and why; the reason holds no value. */
    final class BadTable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String zh;

        BadTable(String zh, String en) {
            super(en, null, false, false);
            this.zh = zh;
        }

        String zh() {
            return zh;
        }

        String en() {
            return Objects.requireNonNull(getMessage());
        }
    }

    /** Opens a file as its resource says. */
    static RecordReader open(Records records, InputStream in) throws IOException, BadTable {
        return switch (records.format()) {
            case CSV -> new Csv(new CsvReader(new Transcoded(in, records.charset())));
            case FIXED -> new FixedWidth(in, records.columns(), records.charset());
            case XLSX -> Sheet.open(in);
        };
    }

    /** Comma-separated values with a header line. */
    record Csv(CsvReader in) implements RecordReader {

        @Override
        public List<String> header() throws IOException, BadTable, Unfilterable {
            List<@Nullable String> first = in.next();
            if (first == null || first.contains(null)) {
                throw new BadTable("首行应为列名，且不得为空。", "The first line must name every column.");
            }
            return first.stream().map(String::valueOf).toList();
        }

        @Override
        public @Nullable List<@Nullable String> next() throws IOException, Unfilterable {
            return in.next();
        }
    }

    /** Names of fixed columns. */
    static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }
}
