package cn.laohekou.hub.security.masking;

import java.io.ByteArrayOutputStream;

/** Working memory of one filter call, kept per thread so that a call allocates little more than its answer. */
final class Scratch {

    /** Larger buffers are given up after the call. */
    private static final int KEPT_BYTES = 64 * 1024;

    private static final ThreadLocal<Scratch> PER_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final DuplicateGuard guard = new DuplicateGuard();
    private final Utf8Check utf8 = new Utf8Check();
    private ByteArrayOutputStream output = new ByteArrayOutputStream(4 * 1024);
    private boolean taken;

    /** The thread's scratch, or a new one when a call within a call needs its own. */
    static Scratch take() {
        Scratch own = PER_THREAD.get();
        Scratch scratch = own.taken ? new Scratch() : own;
        scratch.taken = true;
        scratch.guard.reset();
        scratch.output.reset();
        return scratch;
    }

    void giveBack() {
        taken = false;
        if (output.size() > KEPT_BYTES) {
            output = new ByteArrayOutputStream(4 * 1024);
        }
    }

    DuplicateGuard guard() {
        return guard;
    }

    Utf8Check utf8() {
        return utf8;
    }

    boolean utf8(byte[] bytes, int offset, int length) {
        utf8.reset();
        return utf8.feed(bytes, offset, length) && utf8.complete();
    }

    ByteArrayOutputStream output() {
        return output;
    }
}
