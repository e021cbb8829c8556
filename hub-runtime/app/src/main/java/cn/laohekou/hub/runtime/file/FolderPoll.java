package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FilePath;
import cn.laohekou.hub.connector.api.FileWork;
import cn.laohekou.hub.runtime.exchange.ExchangeIds;
import cn.laohekou.hub.runtime.file.Permissions.Granted;
import cn.laohekou.hub.security.policy.ExchangeShape.File.Control;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for new files of one grant. A file is taken when two looks find it unchanged, or its control file is there. For
 * one thread.
 */
final class FolderPoll {

    /** Files compared with the record at once. */
    private static final int BATCH = 500;

    /** New files taken up in one look; the others are found by the next. */
    private static final int MOST = 1_000;

    private final Parts parts;

    /** Files seen by the former look and not yet taken. */
    private Set<String> seen = new HashSet<>();

    FolderPoll(Parts parts) {
        this.parts = parts;
    }

    /** Looks once; returns how many files were put on record. */
    int look(Granted granted) throws TransferEnd, SQLException, InterruptedException {
        Pieces pieces =
                new Pieces(parts.ways(), "poll-" + granted.grant().grant().id());
        Candidates candidates = new Candidates(granted);
        try {
            pieces.run(granted.source(), new FileWork.Listing(granted.shape().folder(), candidates));
            candidates.flush();
        } catch (UncheckedIOException e) {
            throw new SQLException(e.getCause());
        }
        Set<String> now = new HashSet<>();
        int added = 0;
        for (FileEntries.Entry entry : candidates.fresh) {
            String mark = TransferStore.mark(entry.name(), entry.size(), entry.modified());
            if (ready(pieces, granted, entry, mark)) {
                added += parts.store().add(transfer(granted, entry)) ? 1 : 0;
            } else {
                now.add(mark);
            }
        }
        seen = now;
        return added;
    }

    private boolean ready(Pieces pieces, Granted granted, FileEntries.Entry entry, String mark)
            throws TransferEnd, InterruptedException {
        Control control = granted.shape().control();
        if (control == null) {
            return seen.contains(mark);
        }
        String name = ControlFile.nameOf(control, entry.name());
        return FilePath.isName(name) && pieces.lookup(granted.source(), granted.path(name)) != null;
    }

    private Transfer transfer(Granted granted, FileEntries.Entry entry) {
        return new Transfer(
                ExchangeIds.next(parts.clock().millis()),
                granted.resource().resource().name(),
                granted.grant().grant().id(),
                granted.resource().resource().department(),
                granted.department(),
                new Transfer.Source(granted.source(), granted.path(entry.name()), entry.size(), entry.modified()),
                new Transfer.Target(
                        granted.delivery().connector(),
                        granted.delivery().target(),
                        Names.released(granted.shape(), entry.name())),
                TransferState.QUEUED,
                null,
                new Transfer.Copied(0, 0, null),
                null,
                0,
                0,
                0,
                parts.clock().instant(),
                null,
                null);
    }

    /** Keeps of a listing what matches and is not on record, in batches, so that a large folder is never held whole. */
    private final class Candidates implements FileEntries {

        private final Granted granted;
        private final Pattern names;
        private final List<Entry> batch = new ArrayList<>();
        private final List<Entry> fresh = new ArrayList<>();

        Candidates(Granted granted) {
            this.granted = granted;
            this.names = Pattern.compile(granted.shape().names());
        }

        @Override
        public boolean take(Entry entry) {
            if (!entry.name().startsWith(".")
                    && FilePath.isName(entry.name())
                    && names.matcher(entry.name()).matches()) {
                batch.add(entry);
            }
            if (batch.size() == BATCH) {
                flush();
            }
            return fresh.size() < MOST;
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            try {
                Set<String> known = parts.store()
                        .known(granted.grant().grant().id(), granted.shape().folder(), batch);
                for (Entry entry : batch) {
                    if (!known.contains(
                            TransferStore.mark(granted.path(entry.name()), entry.size(), entry.modified()))) {
                        fresh.add(entry);
                    }
                }
            } catch (SQLException e) {
                throw new UncheckedIOException(new IOException(e));
            }
            batch.clear();
        }
    }
}
