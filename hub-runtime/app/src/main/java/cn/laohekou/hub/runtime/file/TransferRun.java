package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FileWork;
import cn.laohekou.hub.runtime.exchange.ExchangeIds;
import cn.laohekou.hub.runtime.file.Permissions.Granted;
import cn.laohekou.hub.security.evidence.FieldCommitments;
import cn.laohekou.hub.security.masking.ConsumerKeys;
import cn.laohekou.hub.security.masking.CsvFilter;
import cn.laohekou.hub.security.masking.FieldKeys;
import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.ExchangeShape;
import cn.laohekou.hub.security.policy.Field;
import cn.laohekou.hub.security.policy.PseudonymDomain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transfer from wherever it stands to its end. For one thread. */
final class TransferRun {

    private final Parts parts;
    private final Pieces pieces;
    private final @Nullable Mandate decided;
    private Transfer transfer;

    /** @param mandate what permits it; null when nothing does, and only an end is made */
    TransferRun(Parts parts, Transfer transfer, @Nullable Mandate mandate) {
        this.parts = parts;
        this.transfer = transfer;
        this.decided = mandate;
        this.pieces = new Pieces(parts.ways(), transfer.id().toString());
    }

    /** The transfer as it stands now. */
    Transfer transfer() {
        return transfer;
    }

    /** Goes on to the end; a return means that the file is published. */
    void run() throws TransferEnd, SQLException, InterruptedException {
        Publisher publisher = new Publisher(parts, pieces, mandate());
        if (transfer.state() == TransferState.PUBLISHING) {
            Transfer.Released released = released();
            if (wasPublished()) {
                publisher.complete(transfer, released);
                return;
            }
            notReleased();
            parts.store().withdrawn(transfer);
        }
        checkWanted();
        mandate().check();
        checkSource();
        ControlFile control = control();
        UUID exchange = ExchangeIds.next(parts.clock().millis());
        Passed passed = pass(exchange);
        checkSource();
        if (control != null) {
            control.check(transfer.source().size(), passed.source(), passed.read());
        }
        checkWanted();
        transfer = settleName(passed);
        publisher.publish(transfer, passed, exchange);
    }

    /** Whether the name was given before the node was killed or the answer was lost. */
    boolean wasPublished() throws TransferEnd, SQLException, InterruptedException {
        return Publisher.wasPublished(parts, pieces, transfer);
    }

    /** Puts a file that has its name on record as delivered, whatever became of its grant since. */
    void done() throws TransferEnd, SQLException {
        Publisher.done(parts, transfer, released());
    }

    private Transfer.Released released() {
        Transfer.Released released = transfer.released();
        if (released == null) {
            throw new IllegalStateException("a transfer that was to be published says what");
        }
        return released;
    }

    private void checkWanted() throws TransferEnd, SQLException {
        if (parts.store().cancelled(transfer.id())) {
            throw TransferEnd.in(TransferState.CANCELLED, "已取消。", "It was cancelled.");
        }
    }

    private Mandate mandate() {
        if (decided == null) {
            throw new IllegalStateException("nothing permits the transfer");
        }
        return decided;
    }

    /** Says of an intent on record that nothing was released under it; to be called once the temporary name is gone. */
    void notReleased() throws SQLException {
        Transfer.Released released = transfer.released();
        if (released != null) {
            Publisher.notReleased(parts, transfer, released);
        }
    }

    /** Takes away what lies at the target under the temporary name, as far as the target can be reached. */
    void cleanUp() throws InterruptedException {
        try {
            pieces.run(transfer.target().connector(), new FileWork.Remove(transfer.temporary()));
        } catch (TransferEnd unreachable) {
            // It has no name that readers take; the next run under the same id uses another.
        }
    }

    /** Sets the file aside as it is at its source. */
    void setAside() throws SQLException, InterruptedException {
        Buffers buffers = new Buffers();
        try {
            Quarantine.Entry entry = parts.quarantine().open(transfer.id(), Quarantine.Kind.FILE);
            ChunkReader in = new ChunkReader(
                    pieces,
                    transfer.source().connector(),
                    transfer.source().path(),
                    buffers,
                    0,
                    transfer.source().size());
            for (ChunkReader.Chunk chunk = in.next(); chunk != null && !entry.full(); chunk = in.next()) {
                entry.write(chunk.bytes(), 0, chunk.length());
                buffers.giveBack(chunk.bytes());
            }
            entry.keep();
        } catch (TransferEnd | IOException e) {
            // The reason stands; the file is still with its provider.
        }
    }

    private void checkSource() throws TransferEnd, InterruptedException {
        FileEntries.Entry now =
                pieces.lookup(transfer.source().connector(), transfer.source().path());
        if (now == null
                || now.size() != transfer.source().size()
                || now.modified() != transfer.source().modified()) {
            throw TransferEnd.in(
                    TransferState.STOPPED,
                    "源文件已被更改或移走；更改后的文件另行传输。",
                    "The source was changed or taken away; a changed file is a transfer of its own.");
        }
        if (now.size() > mandate().granted().shape().maxBytes()) {
            throw TransferEnd.in(
                    TransferState.QUARANTINED, "文件大于资源的上限。", "The file is larger than its resource allows.");
        }
    }

    private @Nullable ControlFile control() throws TransferEnd, InterruptedException {
        ExchangeShape.File.Control convention = mandate().granted().shape().control();
        if (convention == null) {
            return null;
        }
        String name = ControlFile.nameOf(convention, transfer.source().name());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        pieces.run(
                transfer.source().connector(),
                new FileWork.Read(mandate().granted().path(name), 0, ControlFile.MAX_BYTES, content::write));
        return ControlFile.parse(convention, content.toByteArray());
    }

    private Passed pass(UUID exchange) throws TransferEnd, SQLException, InterruptedException {
        Steps steps = new Steps();
        if (mandate().granted().shape().records() != null) {
            return records(exchange, steps);
        }
        Digest digest = new Digest();
        WholePass whole = new WholePass(pieces, transfer);
        if (transfer.copied().position() > 0 && !whole.resumes(digest, steps)) {
            anew();
            digest = new Digest();
            whole = new WholePass(pieces, transfer);
        }
        return whole.copy(digest, steps);
    }

    private void anew() throws TransferEnd, SQLException, InterruptedException {
        cleanUp();
        Transfer.Copied nothing = transfer.copied().anew();
        parts.store().checkpoint(transfer, nothing, parts.clock().instant());
        transfer = transfer.with(nothing);
    }

    private Passed records(UUID exchange, Steps steps) throws TransferEnd, SQLException, InterruptedException {
        anew();
        Buffers buffers = new Buffers();
        ChunkInput in = new ChunkInput(
                new ChunkReader(
                        pieces,
                        transfer.source().connector(),
                        transfer.source().path(),
                        buffers,
                        0,
                        transfer.source().size()),
                buffers);
        ChunkOutput out = new ChunkOutput(
                new ChunkWriter(pieces, transfer.target().connector(), transfer.temporary(), buffers, 0), buffers);
        RecordsPass pass = new RecordsPass(task(exchange), parts.keys(), parts.quarantine(), transfer.id());
        boolean done = false;
        try {
            Passed passed = pass.run(in, out, steps);
            done = true;
            return passed;
        } finally {
            if (!done) {
                discard(pass);
            }
        }
    }

    private static void discard(RecordsPass pass) {
        try {
            pass.discard();
        } catch (IOException e) {
            // A draft is overwritten by the next one of the same transfer.
        }
    }

    private RecordsPass.Task task(UUID exchange) {
        Granted granted = mandate().granted();
        ExchangeShape.File.Records form = granted.shape().records();
        if (form == null) {
            throw new IllegalStateException("the resource is not read as records");
        }
        Map<String, Integer> numbers = new HashMap<>();
        List<Field> fields = granted.resource().resource().fields();
        for (int i = 0; i < fields.size(); i++) {
            numbers.put(fields.get(i).path(), i);
        }
        CsvFilter filter = (CsvFilter) granted.grant().filter(AnswerFormat.CSV);
        return new RecordsPass.Task(
                form,
                filter.records(),
                new FieldCommitments(Releases.fields(granted), parts.keys().fieldKey(exchange)),
                consumerKeys(granted),
                numbers);
    }

    private @Nullable FieldKeys consumerKeys(Granted granted) {
        if (!granted.grant().keyed()) {
            return null;
        }
        PseudonymDomain domain = granted.grant().pseudonymDomain();
        List<Field> fields = granted.resource().resource().fields();
        return new ConsumerKeys(
                parts.consumers(),
                granted.grant().grant().system(),
                domain == null ? ConsumerKeys.ofDepartment(granted.department()) : domain.scope(),
                granted.resource().resource().name(),
                number -> fields.get(number).name());
    }

    /** The name the file gets: its own, or what the resource says of a name that was delivered with other content. */
    private Transfer settleName(Passed passed) throws TransferEnd, SQLException {
        List<byte[]> before = parts.store().delivered(transfer);
        for (byte[] digest : before) {
            if (MessageDigest.isEqual(digest, passed.released())) {
                throw TransferEnd.in(
                        TransferState.DUPLICATE,
                        "同名同内容的文件已经送达过。",
                        "A file of this name and content was delivered before.");
            }
        }
        if (before.isEmpty()) {
            return transfer;
        }
        return switch (mandate().granted().shape().onChange()) {
            case REPLACE -> transfer;
            case VERSION -> transfer.named(Names.versioned(transfer.target().name(), before.size() + 1));
            case REFUSE ->
                throw TransferEnd.in(
                        TransferState.QUARANTINED,
                        "同名文件送达过，内容不同。",
                        "A file of this name was delivered before with other content.");
        };
    }

    /** Notes progress and asks whether it may go on. */
    private final class Steps implements Progress {

        private long noted = transfer.copied().position();

        @Override
        public void check() throws TransferEnd, SQLException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException("the hub is stopping");
            }
            mandate().check();
        }

        @Override
        public boolean due(long position) {
            return position - noted >= parts.noteEvery();
        }

        @Override
        public void durable(long position, byte[] prefix) throws TransferEnd, SQLException {
            checkWanted();
            Transfer.Copied copied = new Transfer.Copied(transfer.copied().part(), position, prefix);
            parts.store().checkpoint(transfer, copied, parts.clock().instant());
            transfer = transfer.with(copied);
            noted = position;
        }
    }
}
