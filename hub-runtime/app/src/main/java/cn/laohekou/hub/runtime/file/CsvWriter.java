package cn.laohekou.hub.runtime.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** Writes records as RFC 4180 section 2 has them; a character the encoding does not have fails and is never replaced. */
final class CsvWriter {

    private static final int BUFFER = 64 * 1024;

    private final Writer out;

    CsvWriter(OutputStream out, String charset) {
        this.out = new BufferedWriter(
                new OutputStreamWriter(
                        out,
                        Charset.forName(charset)
                                .newEncoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                BUFFER);
    }

    void line(@Nullable String[] cells) throws IOException {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            String cell = cells[i];
            if (cell == null) {
                // A table of one column would otherwise have an empty line for no value.
                out.write(cells.length == 1 ? "\"\"" : "");
            } else if (cell.isEmpty() || special(cell)) {
                out.write('"');
                out.write(cell.replace("\"", "\"\""));
                out.write('"');
            } else {
                out.write(cell);
            }
        }
        out.write("\r\n");
    }

    void flush() throws IOException {
        out.flush();
    }

    private static boolean special(String cell) {
        return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    }
}
