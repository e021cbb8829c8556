package cn.laohekou.hub.security.masking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records as RFC 4180 section 2 writes them, with either line end, and refuses everything else: a quote in the
 * middle of a bare cell, text after a closing quote, a table that ends within quotes. For one thread.
 */
public final class CsvReader {

    private static final int END = -1;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader in;
    private int next;

    /**
     * Begins to read.
     *
     * @param answer the table in UTF-8; not closed
     */
    public CsvReader(InputStream answer) throws IOException {
        this.in = new BufferedReader(new InputStreamReader(
                answer,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        next = in.read();
        if (next == BYTE_ORDER_MARK) {
            next = in.read();
        }
    }

    /** The next record, or null at the end; a bare empty cell is null, a quoted one an empty text. */
    public @Nullable List<@Nullable String> next() throws IOException, Unfilterable {
        if (next == END) {
            return null;
        }
        List<@Nullable String> cells = new ArrayList<>();
        int length = 0;
        while (true) {
            String cell = next == '"' ? quoted() : bare();
            length += cell == null ? 0 : cell.length();
            cells.add(cell);
            if (cells.size() > TabularFilter.MAX_COLUMNS || length > JsonFilter.MAX_TEXT_LENGTH) {
                throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
            }
            if (next == ',') {
                next = in.read();
            } else {
                lineEnd();
                return cells;
            }
        }
    }

    private void lineEnd() throws IOException, Unfilterable {
        if (next == '\r') {
            next = in.read();
            if (next != '\n') {
                throw malformed();
            }
        }
        if (next == '\n') {
            next = in.read();
        } else if (next != END) {
            throw malformed();
        }
    }

    private @Nullable String bare() throws IOException, Unfilterable {
        StringBuilder cell = new StringBuilder();
        while (next != ',' && next != '\r' && next != '\n' && next != END) {
            if (next == '"' || next == 0) {
                throw malformed();
            }
            take(cell);
        }
        return cell.length() == 0 ? null : cell.toString();
    }

    private String quoted() throws IOException, Unfilterable {
        StringBuilder cell = new StringBuilder();
        next = in.read();
        while (true) {
            if (next == END || next == 0) {
                throw malformed();
            }
            if (next == '"') {
                next = in.read();
                if (next != '"') {
                    return cell.toString();
                }
            }
            take(cell);
        }
    }

    private void take(StringBuilder cell) throws IOException, Unfilterable {
        if (cell.length() >= JsonFilter.MAX_TEXT_LENGTH) {
            throw new Unfilterable(Unfilterable.Reason.LIMIT, "");
        }
        cell.append((char) next);
        next = in.read();
    }

    private static Unfilterable malformed() {
        return new Unfilterable(Unfilterable.Reason.MALFORMED, "");
    }
}
