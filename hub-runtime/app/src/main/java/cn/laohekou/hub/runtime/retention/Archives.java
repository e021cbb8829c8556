package cn.laohekou.hub.runtime.retention;

import cn.laohekou.hub.runtime.evidence.ArchiveDue;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.evidence.ArchiveRange;
import cn.laohekou.hub.security.evidence.BundleWriter;
import cn.laohekou.hub.security.evidence.ChainHead;
import cn.laohekou.hub.security.evidence.ChainReport;
import cn.laohekou.hub.security.evidence.EvidenceBundle;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import cn.laohekou.hub.security.evidence.JoinedChain;
import cn.laohekou.hub.security.evidence.RootSigner;
import cn.laohekou.hub.security.evidence.SignedRange;
import cn.laohekou.hub.security.evidence.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes the oldest evidence into signed bundles and verifies each completely. Deletes nothing. */
public final class Archives {

    private static final Logger LOG = Logger.getLogger("hub.retention");

    private final DataSource database;
    private final ArchiveFolder folder;
    private final EvidenceFloor floor;
    private final RootSigner signer;
    private final int batches;
    private final ReentrantLock writing = new ReentrantLock();

    /**
     * @param database connections as the run-time role
     * @param folder where bundles lie; made when needed, for the hub's own account only
     * @param floor how long evidence stays
     * @param signer signs the bundles
     * @param batches batches in a bundle at most
     */
    public Archives(DataSource database, Path folder, EvidenceFloor floor, RootSigner signer, int batches) {
        this.database = database;
        this.folder = new ArchiveFolder(folder);
        this.floor = floor;
        this.signer = signer;
        this.batches = batches;
    }

    /** How long evidence stays. */
    public EvidenceFloor floor() {
        return floor;
    }

    /**
     * Writes the next bundle, or takes up the one an interrupted run left.
     *
     * @param before first instant that may not be in it, from {@link EvidenceFloor#before}
     * @return the verified bundle; null when nothing is that old
     * @throws Refused when it cannot be written, when another one is being written, or when the one that was left does
     *     not verify
     */
    public @Nullable Archive next(Instant before) {
        if (!writing.tryLock()) {
            throw Refused.of(
                    ErrorCode.STATE_CONFLICT, "正在归档，请等待其完成。", "An archive is being written; wait until it is done.");
        }
        try {
            ArchiveDue due = ArchiveDue.find(database, before, batches);
            return due == null ? null : archive(due, before);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        } catch (IOException e) {
            LOG.warnf("an archive could not be written: %s", e.getMessage());
            throw Refused.of(ErrorCode.ARCHIVE_UNWRITABLE);
        } finally {
            writing.unlock();
        }
    }

    private Archive archive(ArchiveDue due, Instant before) throws IOException {
        SignedRange.Range range = due.range();
        Optional<ArchiveFolder.Name> left = folder.beginningWith(due.node(), range.first());
        if (left.isPresent()) {
            return find(left.get().file());
        }
        ArchiveFolder.Name name = new ArchiveFolder.Name(due.node(), range.first(), range.last());
        ArchiveRange source = new ArchiveRange(new JdbcChainSource(database), due.node(), range, before);
        Map<String, String> stated = Map.of("archive", due.node(), "before", before.toString());
        folder.write(
                name,
                out -> BundleWriter.write(source, stated, floor.clock().instant(), signer, out),
                file -> require(name, file));
        return find(name.file());
    }

    /** Bundles that lie in the folder, by file name. */
    public List<String> names() {
        try {
            return folder.names().stream()
                    .map(ArchiveFolder.Name::file)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Refused.of(ErrorCode.ARCHIVE_UNWRITABLE);
        }
    }

    /**
     * The file of a bundle.
     *
     * @param name its file name
     * @throws Refused when there is none
     */
    public Path file(String name) {
        return ArchiveFolder.Name.of(name).flatMap(folder::file).orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    /**
     * A bundle, verified now.
     *
     * @param name its file name
     * @throws Refused when there is none or it does not verify
     */
    public Archive find(String name) {
        return require(ArchiveFolder.Name.of(name).orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND)), file(name));
    }

    private Archive require(ArchiveFolder.Name name, Path file) {
        try {
            return verified(name, file);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("an archive does not verify: %s", e.getMessage());
            throw Refused.of(ErrorCode.ARCHIVE_INVALID);
        }
    }

    private Archive verified(ArchiveFolder.Name name, Path file) throws IOException {
        Trust own = new Trust(List.of(), new JdbcChainSource(database).keys().values(), null);
        ChainReport report = EvidenceBundle.open(file).verify(own);
        if (!report.intact() || report.chains().size() != 1) {
            throw new IOException(name.file() + ": "
                    + report.findings().stream()
                            .findFirst()
                            .map(String::valueOf)
                            .orElse("not one chain"));
        }
        ChainReport.Chain chain = report.chains().get(0);
        if (!chain.node().equals(name.node()) || chain.first() != name.first() || chain.last() != name.last()) {
            throw new IOException(name.file() + " holds other batches than its name says");
        }
        ChainHead through = new ChainHead(chain.node(), chain.last(), chain.head());
        return new Archive(
                name.file(), chain.first(), through, chain.records(), JoinedChain.digest(file), Files.size(file));
    }
}
