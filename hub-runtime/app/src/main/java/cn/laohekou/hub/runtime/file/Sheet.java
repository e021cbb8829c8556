package cn.laohekou.hub.runtime.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/**
 * The first sheet of an Excel workbook (.xlsx); its first row names the columns. The workbook, at most 32 MiB, is held in
 * memory. Before anything is parsed it is unpacked once for counting, so that a small file cannot become a large one.
 */
final class Sheet implements RecordReader {

    /** Unpacked size of a workbook of 32 MiB at the usual ratio of about ten, doubled. */
    static final long MAX_UNPACKED = 640L << 20;

    /** More times than text compresses in practice. */
    static final int MAX_RATIO = 200;

    static final int MAX_ENTRIES = 1_000;

    /** What is small may compress well: a ratio says nothing below this. */
    private static final long RATIO_FROM = 1L << 20;

    private static final int MAX_COLUMNS = 4_096;

    private final ReadableWorkbook workbook;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private int columns;

    private Sheet(ReadableWorkbook workbook) throws IOException {
        this.workbook = workbook;
        this.stream = workbook.getFirstSheet().openStream();
        this.rows = stream.iterator();
    }

    static Sheet open(InputStream in) throws IOException, BadTable {
        byte[] packed = in.readAllBytes();
        count(packed);
        try {
            return new Sheet(new ReadableWorkbook(new ByteArrayInputStream(packed)));
        } catch (ExcelReaderException | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static void count(byte[] packed) throws BadTable {
        byte[] piece = new byte[64 * 1024];
        long total = 0;
        int entries = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries++;
                for (int read = zip.read(piece); read >= 0; read = zip.read(piece)) {
                    total += read;
                    boolean swells = total > RATIO_FROM && total / Math.max(1, packed.length) > MAX_RATIO;
                    if (total > MAX_UNPACKED || swells || entries > MAX_ENTRIES) {
                        throw new BadTable("工作簿解压后过大，疑似压缩炸弹。", "The workbook unpacks to far more than it is.");
                    }
                }
            }
        } catch (IOException e) {
            throw unreadable();
        }
        if (entries == 0) {
            throw unreadable();
        }
    }

    private static BadTable unreadable() {
        return new BadTable("不是可读的 .xlsx 工作簿。", "It is not a readable .xlsx workbook.");
    }

    @Override
    public List<String> header() throws BadTable {
        List<@Nullable String> first = rows.hasNext() ? row(rows.next()) : null;
        if (first == null || first.isEmpty() || first.contains(null)) {
            throw new BadTable("首行应为列名，且不得为空。", "The first row must name every column.");
        }
        columns = first.size();
        return first.stream().map(String::valueOf).toList();
    }

    @Override
    public @Nullable List<@Nullable String> next() throws BadTable {
        try {
            if (!rows.hasNext()) {
                return null;
            }
            List<@Nullable String> cells = row(rows.next());
            while (cells.size() < columns) {
                cells.add(null);
            }
            return cells;
        } catch (ExcelReaderException e) {
            throw unreadable();
        }
    }

    private static List<@Nullable String> row(Row row) throws BadTable {
        if (row.getCellCount() > MAX_COLUMNS) {
            throw new BadTable("列过多。", "There are too many columns.");
        }
        List<@Nullable String> cells = new ArrayList<>(row.getCellCount());
        for (int i = 0; i < row.getCellCount(); i++) {
            Cell cell = row.getCell(i);
            if (cell != null && (cell.getType() == CellType.FORMULA || cell.getType() == CellType.ERROR)) {
                throw new BadTable("工作簿含公式或错误单元格。", "The workbook holds a formula or an error.");
            }
            String text = cell == null ? null : cell.getText();
            cells.add(text == null || text.isEmpty() ? null : text);
        }
        return cells;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        workbook.close();
    }
}
