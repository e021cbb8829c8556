package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.policy.ExchangeShape.File.Column;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines whose columns have fixed widths in bytes, as old systems write them; padding at the end of a cell is no value. */
final class FixedWidth implements RecordReader {

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final List<Column> columns;
    private final CharsetDecoder decoder;
    private final byte[] line;

    FixedWidth(InputStream in, List<Column> columns, String charset) {
        this.in = new BufferedInputStream(in, BUFFER);
        this.columns = columns;
        this.line = new byte[columns.stream().mapToInt(Column::width).sum()];
        this.decoder = Charset.forName(charset)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public List<String> header() {
        return RecordReader.names(columns);
    }

    @Override
    public @Nullable List<@Nullable String> next() throws IOException, BadTable {
        int read = in.readNBytes(line, 0, line.length);
        if (read == 0) {
            return null;
        }
        if (read < line.length) {
            throw wrongLength();
        }
        int end = in.read();
        if (end == '\r') {
            end = in.read();
        }
        if (end != '\n' && end >= 0) {
            throw wrongLength();
        }
        List<@Nullable String> cells = new ArrayList<>(columns.size());
        int at = 0;
        for (Column column : columns) {
            String cell = decoder.decode(ByteBuffer.wrap(line, at, column.width()))
                    .toString()
                    .stripTrailing();
            if (cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0) {
                throw wrongLength();
            }
            cells.add(cell.isEmpty() ? null : cell);
            at += column.width();
        }
        return cells;
    }

    private static BadTable wrongLength() {
        return new BadTable("有一行的长度与声明的列宽不符。", "A line is not as long as its declared columns.");
    }
}
