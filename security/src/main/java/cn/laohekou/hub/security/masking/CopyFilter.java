package cn.laohekou.hub.security.masking;

import cn.laohekou.hub.security.masking.TabularFilter.Column;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reduces rows in COPY's text format to exactly the granted columns and rows, masked: the same columns, masks and row
 * conditions as {@link TabularFilter}, but values released in clear are copied as bytes. Unlike there, a row that is not
 * what was declared is refused by itself and the others go on: the rows of a table do not depend on each other.
 */
public final class CopyFilter {

    private static final int DATE_LENGTH = 10;

    /** Told of a row that cannot be released. */
    @FunctionalInterface
    public interface RefusedRow {

        /**
         * Takes a refused row.
         *
         * @param row its number in the chunk, from 0
         * @param reason why; names the column and no value
         */
        void row(int row, Unfilterable reason);
    }

    private final @Nullable Column[] places;
    private final TabularFilter.Records records;
    private final Release release;
    private final int[] starts;
    private final @Nullable String[] values;
    private final boolean[] plain;

    private CopyFilter(TabularFilter.Records records, Release release, int columns) {
        this.records = records;
        this.places = records.places();
        this.release = release;
        this.starts = new int[columns + 1];
        this.values = new @Nullable String[columns];
        this.plain = new boolean[columns];
    }

    /**
     * A filter of the chunks of one table, for one thread.
     *
     * @param filter what is released
     * @param header names of the columns, in the order of the rows
     * @param release takes what is met and released
     * @throws Unfilterable when a column that a row condition needs is missing
     */
    public static CopyFilter of(TabularFilter filter, List<String> header, Release release) throws Unfilterable {
        return new CopyFilter(filter.begin(header, release), release, header.size());
    }

    /** Names of the released columns, in the order of the table. */
    public List<String> header() {
        return records.header();
    }

    /**
     * Filters all rows of a chunk.
     *
     * @param raw the rows
     * @param released the released rows are appended here
     * @param refused told of each row that cannot be released
     * @return rows neither released nor refused: those that row conditions leave out
     */
    public int filter(RowBuffer raw, RowBuffer released, RefusedRow refused) {
        int left = 0;
        for (int row = 0; row < raw.rows(); row++) {
            int before = released.size();
            try {
                if (!filter(raw.bytes(), raw.start(row), raw.end(row) - 1, released)) {
                    left++;
                }
            } catch (Unfilterable e) {
                released.backTo(before);
                refused.row(row, e);
            }
        }
        return left;
    }

    private boolean filter(byte[] bytes, int from, int to, RowBuffer out) throws Unfilterable {
        split(bytes, from, to);
        int passed = 0;
        for (int i = 0; i < places.length; i++) {
            Column column = places[i];
            values[i] = null;
            plain[i] = column != null && verbatim(column, bytes, starts[i], starts[i + 1] - 1);
            if (column == null || plain[i]) {
                continue;
            }
            String value =
                    TabularFilter.Records.typed(column.leaf(), CopyText.value(bytes, starts[i], starts[i + 1] - 1));
            values[i] = value;
            passed += value != null && column.test() != null && column.test().matches(value) ? 1 : 0;
        }
        if (passed != records.conditions()) {
            return false;
        }
        write(bytes, out);
        tellSubjects();
        return true;
    }

    /** Notes where each cell begins; the last entry is one behind the line feed. */
    private void split(byte[] bytes, int from, int to) throws Unfilterable {
        int cells = 0;
        starts[0] = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\t') {
                if (++cells >= places.length) {
                    throw new Unfilterable(Unfilterable.Reason.WRONG_SHAPE, "");
                }
                starts[cells] = i + 1;
            }
        }
        if (cells != places.length - 1) {
            throw new Unfilterable(Unfilterable.Reason.WRONG_SHAPE, "");
        }
        starts[places.length] = to + 1;
    }

    /** Whether the bytes of the cell are what is released, and nobody asks for the value: no look at the text then. */
    private boolean verbatim(Column column, byte[] bytes, int from, int to) {
        Leaf leaf = column.leaf();
        if (!leaf.mask().clear() || column.test() != null || leaf.subject() || release.values() != null) {
            return false;
        }
        if (CopyText.absent(bytes, from, to)) {
            return true;
        }
        return switch (leaf.type()) {
            case TEXT -> to - from <= JsonFilter.MAX_TEXT_LENGTH;
            case INTEGER -> to - from <= JsonFilter.MAX_NUMBER_LENGTH && digits(bytes, from, to, false);
            case NUMBER -> to - from <= JsonFilter.MAX_NUMBER_LENGTH && digits(bytes, from, to, true);
            case DATE -> date(bytes, from, to);
            case BOOLEAN -> false;
        };
    }

    private static boolean digits(byte[] bytes, int from, int to, boolean point) {
        int first = from < to && bytes[from] == '-' ? from + 1 : from;
        boolean pointed = !point;
        for (int i = first; i < to; i++) {
            if (bytes[i] == '.' && !pointed && i > first) {
                pointed = true;
            } else if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return first < to;
    }

    private static boolean date(byte[] bytes, int from, int to) {
        if (to - from != DATE_LENGTH) {
            return false;
        }
        for (int i = 0; i < DATE_LENGTH; i++) {
            boolean dash = i == 4 || i == 7;
            byte value = bytes[from + i];
            if (dash ? value != '-' : value < '0' || value > '9') {
                return false;
            }
        }
        return true;
    }

    private void write(byte[] bytes, RowBuffer out) throws Unfilterable {
        boolean first = true;
        for (int i = 0; i < places.length; i++) {
            Column column = places[i];
            if (column == null || !column.released()) {
                continue;
            }
            if (!first) {
                out.write('\t');
            }
            first = false;
            Leaf leaf = column.leaf();
            String value = values[i];
            if (plain[i]) {
                out.write(bytes, starts[i], starts[i + 1] - 1 - starts[i]);
            } else {
                String masked = value == null ? null : leaf.mask().apply(value, leaf.field(), release.keys());
                CopyText.cell(masked, out);
                tell(leaf.field(), masked);
            }
        }
        out.write('\n');
        out.endRow();
    }

    private void tellSubjects() {
        for (int i = 0; i < places.length; i++) {
            Column column = places[i];
            String value = values[i];
            if (column != null && column.leaf().subject() && value != null && !value.isEmpty()) {
                release.subjects().subject(value);
            }
        }
    }

    private void tell(int field, @Nullable String value) {
        ReleasedValues told = release.values();
        if (told != null) {
            byte[] utf8 = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            told.value(field, utf8, 0, utf8.length);
        }
    }
}
