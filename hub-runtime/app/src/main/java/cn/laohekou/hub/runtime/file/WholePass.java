package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.evidence.Subjects;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Copies a file as it is, from the byte up to which the target has it. What the target has is read again first: only when
 * its digest is the one on record, and the source still ends that part with the same bytes, is anything appended.
 */
final class WholePass {

    private final Pieces pieces;
    private final Transfer transfer;
    private final Buffers buffers = new Buffers();

    WholePass(Pieces pieces, Transfer transfer) {
        this.pieces = pieces;
        this.transfer = transfer;
    }

    /** Whether the target's part can be continued; the digest then has seen it. */
    boolean resumes(Digest digest, Progress progress) throws TransferEnd, SQLException, InterruptedException {
        long position = transfer.copied().position();
        byte[] prefix = transfer.copied().prefix();
        if (position == 0 || prefix == null) {
            return false;
        }
        String target = transfer.target().connector();
        var present = pieces.lookup(target, transfer.temporary());
        if (present == null || present.size() < position || transfer.source().size() < position) {
            return false;
        }
        ChunkReader again = reader(target, transfer.temporary(), 0, position);
        for (ChunkReader.Chunk chunk = again.next(); chunk != null; chunk = again.next()) {
            progress.check();
            digest.update(chunk.bytes(), 0, chunk.length());
            buffers.giveBack(chunk.bytes());
        }
        return MessageDigest.isEqual(digest.soFar(), prefix) && sourceStillEndsSo(position);
    }

    private boolean sourceStillEndsSo(long position) throws TransferEnd, InterruptedException {
        long from = Math.max(0, position - Buffers.CHUNK);
        ChunkReader.Chunk there = reader(transfer.target().connector(), transfer.temporary(), from, position)
                .next();
        ChunkReader.Chunk here = reader(
                        transfer.source().connector(), transfer.source().path(), from, position)
                .next();
        return there != null
                && here != null
                && Arrays.equals(there.bytes(), 0, there.length(), here.bytes(), 0, here.length());
    }

    /** Copies the rest. */
    Passed copy(Digest digest, Progress progress) throws TransferEnd, SQLException, InterruptedException {
        long position = transfer.copied().position();
        ChunkReader in = reader(
                transfer.source().connector(),
                transfer.source().path(),
                position,
                transfer.source().size());
        ChunkWriter out =
                new ChunkWriter(pieces, transfer.target().connector(), transfer.temporary(), buffers, position);
        if (transfer.source().size() == 0) {
            out.write(buffers.take(), 0);
        }
        for (ChunkReader.Chunk chunk = in.next(); chunk != null; chunk = in.next()) {
            progress.check();
            long before = position;
            Digest prefix = progress.due(before) ? digest.copy() : null;
            digest.update(chunk.bytes(), 0, chunk.length());
            position += chunk.length();
            out.write(chunk.bytes(), chunk.length());
            if (prefix != null) {
                progress.durable(before, prefix.soFar());
            }
        }
        out.drain();
        byte[] all = digest.soFar();
        return new Passed(all, all, position, -1, -1, 0, Subjects.none(), null);
    }

    private ChunkReader reader(String connector, String path, long from, long to) {
        return new ChunkReader(pieces, connector, path, buffers, from, to);
    }
}
