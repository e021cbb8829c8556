package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.FieldCommitments;
import cn.laohekou.hub.security.evidence.Subjects;
import cn.laohekou.hub.security.masking.DistinctSubjects;
import cn.laohekou.hub.security.masking.FieldKeys;
import cn.laohekou.hub.security.masking.Release;
import cn.laohekou.hub.security.masking.TabularFilter;
import cn.laohekou.hub.security.masking.Unfilterable;
import cn.laohekou.hub.security.policy.ExchangeShape.File.BadRecord;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Formulas;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Records;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file as records and writes what is released of each to the target. Begins at the first record every time: what
 * was written before a crash under another part number is removed.
 */
final class RecordsPass {

    /** Digests of so many data subjects stand beside one intent at most; a larger file has to be split. */
    static final int MAX_SUBJECTS = 500_000;

    /** Records between two questions whether the transfer may go on. */
    private static final int CHECK_EVERY = 1_000;

    private final Records form;
    private final TabularFilter filter;
    private final FieldCommitments commitments;
    private final @Nullable FieldKeys consumer;
    private final Map<String, Integer> fields;
    private final EvidenceKeys keys;
    private final Quarantine quarantine;
    private final UUID transfer;
    private final DistinctSubjects subjects = new DistinctSubjects();
    private Quarantine.@Nullable Entry aside;
    private long read;
    private long released;
    private long bad;

    /**
     * What a pass works with.
     *
     * @param form how the file holds records
     * @param filter what of them is released
     * @param commitments takes the released values; of this exchange alone
     * @param consumer the consumer's keys; null when the filter needs none
     * @param fields column to the number of its field
     */
    record Task(
            Records form,
            TabularFilter filter,
            FieldCommitments commitments,
            @Nullable FieldKeys consumer,
            Map<String, Integer> fields) {

        Task {
            fields = new HashMap<>(fields);
        }
    }

    RecordsPass(Task task, EvidenceKeys keys, Quarantine quarantine, UUID transfer) {
        this.form = task.form();
        this.filter = task.filter();
        this.commitments = task.commitments();
        this.consumer = task.consumer();
        this.fields = task.fields();
        this.keys = keys;
        this.quarantine = quarantine;
        this.transfer = transfer;
    }

    Passed run(ChunkInput in, ChunkOutput out, Progress progress)
            throws TransferEnd, SQLException, InterruptedException {
        try {
            records(in, out, progress);
            out.finish();
            drain(in);
            if (aside != null) {
                aside.keep();
            }
        } catch (ChunkInput.Ended e) {
            throw e.end();
        } catch (RecordReader.BadTable e) {
            throw TransferEnd.in(TransferState.QUARANTINED, e.zh() + at(), e.en() + at());
        } catch (Unfilterable e) {
            throw unfilterable(e);
        } catch (CharacterCodingException e) {
            throw TransferEnd.in(
                    TransferState.QUARANTINED,
                    "文件不是 " + form.charset() + " 编码，或无法以此编码放行。" + at(),
                    "The file is not in " + form.charset() + ", or cannot be released in it." + at());
        } catch (IOException e) {
            throw TransferEnd.waits("枢纽的磁盘读写失败。", "The hub's own disk failed.", Duration.ZERO);
        }
        return passed(in, out);
    }

    private Passed passed(ChunkInput in, ChunkOutput out) {
        List<byte[]> digests = new ArrayList<>(subjects.identifiers().size());
        for (String identifier : subjects.identifiers()) {
            digests.add(keys.subject(identifier));
        }
        return new Passed(
                in.digest(),
                out.digest(),
                out.position(),
                released,
                read,
                bad,
                Subjects.of(digests),
                commitments.join());
    }

    private void records(ChunkInput in, ChunkOutput out, Progress progress)
            throws IOException, Unfilterable, RecordReader.BadTable, TransferEnd, SQLException, InterruptedException {
        try (RecordReader records = RecordReader.open(form, in)) {
            List<String> header = records.header();
            TabularFilter.Records table = filter.begin(header, new Release(subjects, null, consumer));
            CsvWriter csv = new CsvWriter(out, form.charset());
            csv.line(table.header().toArray(new @Nullable String[0]));
            int[] numbers = table.header().stream().mapToInt(this::number).toArray();
            for (List<@Nullable String> record = records.next(); record != null; record = records.next()) {
                read++;
                if (read % CHECK_EVERY == 0) {
                    progress.check();
                    limitSubjects();
                }
                one(record, table, numbers, csv);
            }
            csv.flush();
        }
        limitSubjects();
    }

    private void one(List<@Nullable String> record, TabularFilter.Records table, int[] numbers, CsvWriter csv)
            throws IOException, Unfilterable, TransferEnd {
        @Nullable String @Nullable [] cells;
        try {
            cells = table.filter(record.toArray(new @Nullable String[0]));
        } catch (Unfilterable e) {
            if (form.badRecord() == BadRecord.FILE) {
                throw e;
            }
            setAside(record, e.reason().en());
            return;
        }
        if (cells == null) {
            return;
        }
        if (form.formulas() != Formulas.KEEP && !defused(cells)) {
            if (form.badRecord() == BadRecord.FILE) {
                throw TransferEnd.in(
                        TransferState.QUARANTINED,
                        "有单元格会被电子表格当作公式。" + at(),
                        "A cell would be taken for a formula." + at());
            }
            setAside(record, "formula");
            return;
        }
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            byte[] utf8 = cell == null ? new byte[0] : cell.getBytes(StandardCharsets.UTF_8);
            commitments.value(numbers[i], utf8, 0, utf8.length);
        }
        csv.line(cells);
        released++;
    }

    /** Takes the sting out of what looks like a formula; false when the resource wants such records set aside. */
    private boolean defused(@Nullable String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            if (cell != null && Formula.like(cell)) {
                if (form.formulas() == Formulas.REFUSE) {
                    return false;
                }
                cells[i] = "'" + cell;
            }
        }
        return true;
    }

    private void setAside(List<@Nullable String> record, String reason) throws IOException {
        bad++;
        Quarantine.Entry entry = aside;
        if (entry == null) {
            entry = quarantine.open(transfer, Quarantine.Kind.RECORDS);
            aside = entry;
        }
        List<@Nullable String> line = new ArrayList<>(List.of(Long.toString(read), reason));
        line.addAll(record);
        CsvWriter csv = new CsvWriter(entry, "UTF-8");
        csv.line(line.toArray(new @Nullable String[0]));
        csv.flush();
    }

    /** Gives up what was set aside so far. */
    void discard() throws IOException {
        if (aside != null) {
            aside.discard();
        }
    }

    private int number(String column) {
        Integer number = fields.get(column);
        if (number == null) {
            throw new IllegalStateException("a released column has no field");
        }
        return number;
    }

    private void limitSubjects() throws TransferEnd {
        if (subjects.identifiers().size() > MAX_SUBJECTS) {
            throw TransferEnd.in(
                    TransferState.QUARANTINED,
                    "一个文件涉及的数据主体超过 " + MAX_SUBJECTS + "，请拆分。",
                    "One file is about more than " + MAX_SUBJECTS + " data subjects; split it.");
        }
    }

    private TransferEnd unfilterable(Unfilterable e) {
        String place = e.path().isEmpty() ? "" : " (" + e.path() + ")";
        return TransferEnd.in(
                TransferState.QUARANTINED,
                e.reason().zh() + place + "。" + at(),
                e.reason().en() + place + "." + at());
    }

    private String at() {
        return read == 0 ? "" : " #" + read;
    }

    /** The rest of the source is read for its digest, should the format have ended before it. */
    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }
}
