package cn.laohekou.hub.security.masking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a table of comma-separated values (RFC 4180 with a header line, UTF-8 with or without byte order mark) to the
 * granted columns and rows, in constant memory but for one record. Immutable and safe for any thread.
 */
public final class CsvFilter implements AnswerFilter {

    private final TabularFilter records;

    /**
     * @param records what of the records is released
     */
    public CsvFilter(TabularFilter records) {
        this.records = records;
    }

    /** What of the records is released, for rows that do not come as CSV. */
    public TabularFilter records() {
        return records;
    }

    @Override
    public boolean keyed() {
        return records.keyed();
    }

    @Override
    public byte[] filter(byte[] answer, int offset, int length, Release release) throws Unfilterable {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2);
        try {
            filter(new ByteArrayInputStream(answer, offset, length), out, release);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    @Override
    public void filter(InputStream answer, OutputStream filtered, Release release) throws Unfilterable, IOException {
        Writer out = new OutputStreamWriter(filtered, StandardCharsets.UTF_8);
        try {
            CsvReader in = new CsvReader(answer);
            List<@Nullable String> header = in.next();
            if (header == null || header.contains(null)) {
                throw new Unfilterable(Unfilterable.Reason.MALFORMED, "");
            }
            TabularFilter.Records table =
                    records.begin(header.stream().map(String::valueOf).toList(), release);
            line(out, table.header().toArray(new @Nullable String[0]));
            for (List<@Nullable String> record = in.next(); record != null; record = in.next()) {
                @Nullable String[] released = table.filter(record.toArray(new @Nullable String[0]));
                if (released != null) {
                    line(out, released);
                }
            }
        } catch (CharacterCodingException e) {
            throw new Unfilterable(Unfilterable.Reason.ENCODING, "");
        }
        out.flush();
    }

    private static void line(Writer out, @Nullable String[] cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            String cell = cells[i];
            // A table of one column would otherwise have an empty line for an empty text.
            if (cell != null && (cell.isEmpty() || special(cell))) {
                out.write('"');
                out.write(cell.replace("\"", "\"\""));
                out.write('"');
            } else if (cell != null) {
                out.write(cell);
            } else if (cells.length == 1) {
                out.write("\"\"");
            }
        }
        out.write("\r\n");
    }

    private static boolean special(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ',' || c == '"' || c == '\r' || c == '\n') {
                return true;
            }
        }
        return false;
    }
}
