package cn.laohekou.hub.security.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a resource is exchanged, and what its pattern must know of it. Only a query declares operations of its own; each
 * other pattern has exactly one, which grants name.
 */
public sealed interface ExchangeShape {

    /** A resource that is asked. */
    ExchangeShape QUERY = new Query();

    /** The pattern. */
    ExchangePattern pattern();

    /** The one operation of the pattern; null for a query, which declares its own. */
    @Nullable
    Operation operation();

    /** Asked and answered through declared operations. */
    record Query() implements ExchangeShape {

        @Override
        public ExchangePattern pattern() {
            return ExchangePattern.QUERY;
        }

        @Override
        public @Nullable Operation operation() {
            return null;
        }
    }

    /**
     * Messages that systems of the owning department publish and the hub delivers to each subscriber.
     *
     * @param publishers ids of the systems that may publish; all belong to the owner
     * @param key path of the leaf whose value keeps messages in order, as in {@link Field#path()}; null when all messages
     *     of the resource are one sequence
     * @param format JSON or XML
     * @param maxMessageBytes largest message in bytes
     * @param namespaces prefix to XML namespace name; empty but for XML
     */
    record Event(
            Set<String> publishers,
            @Nullable String key,
            AnswerFormat format,
            int maxMessageBytes,
            Map<String, String> namespaces)
            implements ExchangeShape {

        /** Name and path of the one operation. */
        public static final String MESSAGES = "messages";

        public Event {
            publishers = Set.copyOf(publishers);
            namespaces = Map.copyOf(namespaces);
        }

        @Override
        public ExchangePattern pattern() {
            return ExchangePattern.EVENT;
        }

        @Override
        public Operation operation() {
            return new Operation(MESSAGES, "POST", MESSAGES, MESSAGES, List.of(), maxMessageBytes, format, namespaces);
        }
    }

    /**
     * Rows of one table or view.
     *
     * @param table name with schema, as the source database writes it
     * @param keys columns that tell rows apart, at least one
     * @param watermark column that only grows with every change; null when each pass reads everything
     * @param overlapSeconds how late a change may become visible after the time in its watermark: so much is read again;
     *     for a watermark that is a number, so many units
     * @param status column by which a front-end machine (前置机) marks what is to be fetched; null when it does not. Never
     *     together with a watermark
     * @param chunkRows rows of one chunk, the unit of evidence and of what is repeated after a cut
     * @param lanes parts of the key range read at the same time
     */
    record Table(
            String table,
            List<String> keys,
            @Nullable String watermark,
            long overlapSeconds,
            @Nullable Status status,
            int chunkRows,
            int lanes)
            implements ExchangeShape {

        /** Name of the one operation. */
        public static final String ROWS = "rows";

        /** Five minutes: longer than a transaction of an office system lasts. */
        public static final long DEFAULT_OVERLAP = 300;

        /** Some megabytes a chunk: few enough to repeat, enough that flushes cost little. */
        public static final int DEFAULT_CHUNK = 20_000;

        public static final int DEFAULT_LANES = 2;

        /**
         * How rows to be fetched are marked.
         *
         * @param column name of the column
         * @param pending its value while a row waits
         * @param done the value the hub sets when a row has been delivered
         */
        public record Status(String column, String pending, String done) {}

        /** A table with the usual chunks. */
        public Table(String table, List<String> keys, @Nullable String watermark) {
            this(table, keys, watermark, DEFAULT_OVERLAP, null, DEFAULT_CHUNK, DEFAULT_LANES);
        }

        public Table {
            keys = List.copyOf(keys);
        }

        @Override
        public ExchangePattern pattern() {
            return ExchangePattern.TABLE;
        }

        @Override
        public Operation operation() {
            return new Operation(ROWS, "POST", ROWS, ROWS, List.of(), 0, AnswerFormat.CSV, Map.of());
        }
    }

    /**
     * Files of one folder.
     *
     * @param folder folder below the connector's own
     * @param names regular expression of the names taken
     * @param records how files are read as records and filtered field by field; null when a file is released whole, to
     *     grants that cover the field whose path is {@link #WHOLE}
     * @param control the file that says another is complete; null when there is none
     * @param maxBytes largest file in bytes
     * @param onChange what becomes of a file whose name was delivered before with other content
     */
    record File(
            String folder,
            String names,
            @Nullable Records records,
            @Nullable Control control,
            long maxBytes,
            OnChange onChange)
            implements ExchangeShape {

        /** Name of the one operation. */
        public static final String FILES = "files";

        /** Path of the one field of a file that is released whole. */
        public static final String WHOLE = "file";

        /** What becomes of a file whose name was delivered before with other content. */
        public enum OnChange {
            /** It is delivered under a name with a number. */
            VERSION,
            /** It takes the place of the former one. */
            REPLACE,
            /** It is set aside for a person. */
            REFUSE
        }

        /**
         * How a file holds records. They are released as comma-separated values in the same encoding.
         *
         * @param format how records are written
         * @param charset name of the encoding
         * @param columns name and width in bytes of each column; empty but for {@link Format#FIXED}
         * @param badRecord what one record that is not as declared stops
         * @param formulas what becomes of text a spreadsheet would take for a formula
         */
        public record Records(
                Format format, String charset, List<Column> columns, BadRecord badRecord, Formulas formulas) {

            public Records {
                columns = List.copyOf(columns);
            }
        }

        /** How records are written. */
        public enum Format {
            CSV,
            XLSX,
            FIXED
        }

        /** What one record that is not as declared stops. */
        public enum BadRecord {
            /** The whole file is set aside. */
            FILE,
            /** The record is set aside, the others are released. */
            RECORD
        }

        /** What becomes of text a spreadsheet would take for a formula. */
        public enum Formulas {
            /** An apostrophe goes before it. */
            NEUTRALISE,
            /** The record is bad. */
            REFUSE,
            /** It stays: the receiver is no spreadsheet. */
            KEEP
        }

        /**
         * A column of fixed width.
         *
         * @param name name, as paths of fields state it
         * @param width bytes
         */
        public record Column(String name, int width) {}

        /**
         * The convention by which a file is taken only once a second one vouches for it. The second holds lines of
         * {@code key=value}; whatever it states of the three must be so.
         *
         * @param name name of the control file, where {@code {name}} stands for the name of the data file and
         *     {@code {stem}} for that without its last extension
         * @param size key of the size in bytes
         * @param digest key of the SM3 in hexadecimal digits
         * @param count key of the number of records
         */
        public record Control(String name, String size, String digest, String count) {}

        @Override
        public ExchangePattern pattern() {
            return ExchangePattern.FILE;
        }

        @Override
        public Operation operation() {
            return new Operation(FILES, "POST", FILES, FILES, List.of(), 0, AnswerFormat.CSV, Map.of());
        }
    }
}
