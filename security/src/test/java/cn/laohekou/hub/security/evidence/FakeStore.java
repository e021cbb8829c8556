package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.evidence.StoreException.Kind;
import cn.laohekou.hub.security.evidence.StoredBatch.Filed;
import cn.laohekou.hub.security.evidence.StoredBatch.StoredRecord;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A chain in memory that fails on demand, each time in one of the ways a database can. */
final class FakeStore implements EvidenceStore, ChainSource {

    /** What the next write does. */
    enum Fault {
        /** The server reports an error. */
        REFUSED,
        /** The connection breaks after the commit. */
        LOST_AFTER_COMMIT,
        /** The connection breaks before the commit. */
        LOST_BEFORE_COMMIT,
        /** The connection breaks, and the commit comes through only after the chain was read again. */
        LATE_COMMIT,
        /** A defect. */
        DEFECT
    }

    private static final Connection CONNECTION = (Connection) Proxy.newProxyInstance(
            FakeStore.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private final List<StoredBatch> chain = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private @Nullable Batch late;
    private @Nullable CountDownLatch held;
    private @Nullable CountDownLatch reached;
    private long epoch = 1;
    private boolean down;
    private int pings;
    private int opens;

    @Override
    public synchronized Opened open(String node) throws StoreException {
        opens++;
        if (down) {
            throw new StoreException(Kind.NOT_WRITTEN, "down");
        }
        Opened opened = new Opened(chain.isEmpty() ? null : chain.get(chain.size() - 1), epoch);
        Batch arriving = late;
        late = null;
        if (arriving != null) {
            add(arriving);
        }
        return opened;
    }

    @Override
    public Written write(Batch batch, long expectedEpoch) throws StoreException {
        await();
        return put(batch, expectedEpoch);
    }

    private synchronized Written put(Batch batch, long expectedEpoch) throws StoreException {
        if (down) {
            throw new StoreException(Kind.UNKNOWN, "down");
        }
        if (expectedEpoch != 0 && expectedEpoch != epoch) {
            return new Written(false, epoch);
        }
        if (!chain.isEmpty()
                && batch.header().sequence() <= chain.get(chain.size() - 1).sequence()) {
            throw new StoreException(Kind.CONFLICT, "number taken");
        }
        fail(batch);
        add(batch);
        return new Written(true, epoch);
    }

    @Override
    public synchronized long transact(ChangeWork work) throws StoreException, WorkFailed {
        if (down) {
            throw new StoreException(Kind.NOT_WRITTEN, "down");
        }
        Change change;
        try {
            change = work.run(CONNECTION);
        } catch (Exception e) {
            throw new WorkFailed(e);
        }
        Batch batch = change.batch();
        if (batch != null) {
            fail(batch);
            add(batch);
            epoch += change.restricting() ? 1 : 0;
        }
        return epoch;
    }

    @Override
    public synchronized void ping() throws StoreException {
        pings++;
        if (down) {
            throw new StoreException(Kind.NOT_WRITTEN, "down");
        }
    }

    @Override
    public void close() {}

    @Override
    public boolean whole() {
        return true;
    }

    @Override
    public synchronized List<String> nodes() {
        return chain.stream().map(StoredBatch::node).distinct().sorted().toList();
    }

    @Override
    public synchronized void read(String node, BatchVisitor visitor) throws IOException {
        for (StoredBatch batch : chain) {
            if (batch.node().equals(node) && !visitor.visit(batch)) {
                return;
            }
        }
    }

    synchronized void next(Fault fault) {
        faults.add(fault);
    }

    synchronized void down(boolean isDown) {
        down = isDown;
    }

    synchronized void epoch(long raised) {
        epoch = raised;
    }

    synchronized int pings() {
        return pings;
    }

    synchronized int opens() {
        return opens;
    }

    /** All batches, for tests that change them. */
    synchronized List<StoredBatch> chain() {
        return chain;
    }

    /** All records in the order of the chain. */
    synchronized List<String> records() {
        return chain.stream()
                .flatMap(batch -> batch.records().stream())
                .map(record -> new String(record.bytes().bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The next write waits until {@link #release}; returns when it has come that far. */
    synchronized CountDownLatch hold() {
        held = new CountDownLatch(1);
        reached = new CountDownLatch(1);
        return reached;
    }

    synchronized void release() {
        CountDownLatch latch = held;
        held = null;
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Another process writes the next batch. */
    synchronized void foreign(Batch batch) {
        add(batch);
    }

    private void await() {
        CountDownLatch latch;
        synchronized (this) {
            latch = held;
            CountDownLatch arrived = reached;
            if (arrived != null) {
                arrived.countDown();
            }
        }
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void fail(Batch batch) throws StoreException {
        Fault fault = faults.poll();
        if (fault == null) {
            return;
        }
        switch (fault) {
            case REFUSED -> throw new StoreException(Kind.NOT_WRITTEN, "refused");
            case LOST_AFTER_COMMIT -> {
                add(batch);
                throw new StoreException(Kind.UNKNOWN, "lost");
            }
            case LOST_BEFORE_COMMIT -> throw new StoreException(Kind.UNKNOWN, "lost");
            case LATE_COMMIT -> {
                late = batch;
                throw new StoreException(Kind.UNKNOWN, "lost");
            }
            case DEFECT -> throw new IllegalStateException("defect");
        }
    }

    private static Filed filed(EvidenceEntry entry) {
        EvidenceRecord record = entry.record();
        return new Filed(record.kind(), record.at().truncatedTo(ChronoUnit.MICROS), record.keys());
    }

    private void add(Batch batch) {
        List<StoredRecord> records = new ArrayList<>();
        for (EvidenceEntry entry : batch.entries()) {
            byte[] list = entry.attachment();
            records.add(new StoredRecord(
                    records.size(), Blob.of(entry.bytes()), list == null ? null : Blob.of(list), filed(entry)));
        }
        chain.add(new StoredBatch(
                batch.header().node(),
                batch.header().sequence(),
                Blob.of(batch.headerBytes()),
                Blob.of(batch.leaves()),
                records));
    }
}
