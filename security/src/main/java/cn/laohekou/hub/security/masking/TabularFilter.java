package cn.laohekou.hub.security.masking;

import cn.laohekou.hub.security.masking.FilterBuilder.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reduces the records of a table to exactly the granted columns and rows, masked. A leaf's path is the name of its
 * column. Undeclared columns are dropped; a record that is not what was declared stops the whole table. Immutable and
 * safe for any thread.
 */
public final class TabularFilter {

    /** Most columns of a table. */
    public static final int MAX_COLUMNS = 4096;

    /** A column and what its value must be for the row to be released. */
    record Column(Leaf leaf, @Nullable RowTest test) {
        boolean released() {
            return leaf.released() && !leaf.mask().removes();
        }
    }

    private final Map<String, Column> columns;
    private final int conditions;
    private final boolean keyed;

    private TabularFilter(Map<String, Column> columns) {
        this.columns = Map.copyOf(columns);
        this.conditions = (int) columns.values().stream()
                .filter(column -> column.test() != null)
                .count();
        this.keyed = columns.values().stream()
                .anyMatch(column -> column.released() && column.leaf().mask().keyed());
    }

    /** Builds a filter column by column. For one thread. */
    public static final class Builder {

        private final Map<String, Column> columns = new HashMap<>();

        /** A builder without columns. */
        public Builder() {}

        /**
         * Adds a column.
         *
         * @return null, or why it cannot be added; the filter must then not be built
         */
        public @Nullable Problem add(Leaf leaf) {
            if (!leaf.mask().suits(leaf.type())) {
                return Problem.UNSUITABLE_MASK;
            }
            if (leaf.path().isBlank() || leaf.path().length() > JsonFilter.MAX_NAME_LENGTH) {
                return Problem.MALFORMED_PATH;
            }
            return columns.putIfAbsent(leaf.path(), new Column(leaf, null)) == null ? null : Problem.DUPLICATE_PATH;
        }

        /**
         * Lets only records pass whose value of a column passes a test; one without a value fails.
         *
         * @param path name of a column that was added
         * @param test what its value must be
         * @throws IllegalArgumentException when there is no such column, or it has a test already
         */
        public void require(String path, RowTest test) {
            Column column = columns.get(path);
            if (column == null || column.test() != null) {
                throw new IllegalArgumentException("no column without a test named " + path);
            }
            columns.put(path, new Column(column.leaf(), test));
        }

        /**
         * Builds the filter.
         *
         * @throws IllegalStateException when no column was added
         */
        public TabularFilter build() {
            if (columns.isEmpty()) {
                throw new IllegalStateException("a filter without columns has no shape");
            }
            return new TabularFilter(columns);
        }
    }

    /** Whether the release must bring the consumer's keys. */
    public boolean keyed() {
        return keyed;
    }

    /**
     * Begins a table.
     *
     * @param header names of its columns, in the order of the records
     * @param release takes what is met and released
     * @throws Unfilterable when two columns have the same name, or a column that a row condition needs is missing
     * @throws IllegalStateException when the filter is {@link #keyed()} and the release has no keys
     */
    public Records begin(List<String> header, Release release) throws Unfilterable {
        if (keyed && release.keys() == null) {
            throw new IllegalStateException("the filter needs the consumer's keys");
        }
        if (header.size() > MAX_COLUMNS) {
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        @Nullable Column[] places = new @Nullable Column[header.size()];
        Set<String> names = new HashSet<>();
        int tested = 0;
        for (int i = 0; i < places.length; i++) {
            if (!names.add(header.get(i))) {
                throw new Unfilterable(Unfilterable.Reason.DUPLICATE_KEY, "");
            }
            Column column = columns.get(header.get(i));
            places[i] = column;
            tested += column != null && column.test() != null ? 1 : 0;
        }
        if (tested < conditions) {
            throw new Unfilterable(Unfilterable.Reason.WRONG_SHAPE, "");
        }
        return new Records(places, conditions, release);
    }

    /** The records of one table, filtered one after another. For one thread. */
    public static final class Records {

        private final @Nullable Column[] places;
        private final int conditions;
        private final Release release;
        private final List<String> header;

        private Records(@Nullable Column[] places, int conditions, Release release) {
            this.places = places;
            this.conditions = conditions;
            this.release = release;
            List<String> released = new ArrayList<>();
            for (Column place : places) {
                if (place != null && place.released()) {
                    released.add(place.leaf().path());
                }
            }
            this.header = List.copyOf(released);
        }

        /** Names of the released columns, in the order of the table. */
        public List<String> header() {
            return header;
        }

        /**
         * Filters one record.
         *
         * @param cells its values in the order of the header; null for no value
         * @return the released values, masked, in the order of {@link #header()}; null when the record is not released
         * @throws Unfilterable when nothing of the table may be released
         */
        public @Nullable String @Nullable [] filter(@Nullable String[] cells) throws Unfilterable {
            if (cells.length != places.length) {
                throw new Unfilterable(Unfilterable.Reason.WRONG_SHAPE, "");
            }
            @Nullable String[] values = new @Nullable String[cells.length];
            int passed = 0;
            for (int i = 0; i < cells.length; i++) {
                Column column = places[i];
                if (column != null) {
                    String value = typed(column.leaf(), cells[i]);
                    values[i] = value;
                    passed += value != null
                                    && column.test() != null
                                    && column.test().matches(value)
                            ? 1
                            : 0;
                }
            }
            return passed == conditions ? release(values) : null;
        }

        /** The columns of the header; null where undeclared. */
        @Nullable
        Column[] places() {
            return places;
        }

        /** How many columns are tested. */
        int conditions() {
            return conditions;
        }

        /** The value as masks take it; null when there is none. */
        static @Nullable String typed(Leaf leaf, @Nullable String cell) throws Unfilterable {
            if (cell == null || LeafText.absent(leaf.type(), cell)) {
                return null;
            }
            if (cell.length() > JsonFilter.MAX_TEXT_LENGTH) {
                throw new Unfilterable(Unfilterable.Reason.LIMIT, leaf.path());
            }
            String value = LeafText.of(leaf.type(), cell);
            if (value == null) {
                throw new Unfilterable(Unfilterable.Reason.WRONG_SHAPE, leaf.path());
            }
            return value;
        }

        private @Nullable String[] release(@Nullable String[] values) throws Unfilterable {
            @Nullable String[] released = new @Nullable String[header.size()];
            int at = 0;
            for (int i = 0; i < values.length; i++) {
                Column column = places[i];
                if (column == null) {
                    continue;
                }
                Leaf leaf = column.leaf();
                String value = values[i];
                if (leaf.subject() && value != null && !value.isEmpty()) {
                    release.subjects().subject(value);
                }
                if (column.released()) {
                    released[at] = value == null ? null : leaf.mask().apply(value, leaf.field(), release.keys());
                    tell(leaf.field(), released[at]);
                    at++;
                }
            }
            return released;
        }

        private void tell(int field, @Nullable String value) {
            ReleasedValues values = release.values();
            if (values != null) {
                byte[] utf8 = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
                values.value(field, utf8, 0, utf8.length);
            }
        }
    }
}
