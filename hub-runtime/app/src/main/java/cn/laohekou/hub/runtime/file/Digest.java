package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.crypto.Sm3;
import org.bouncycastle.crypto.digests.SM3Digest;

/** SM3 of bytes that go by, which can be told at any point. For one thread. */
final class Digest {

    private final SM3Digest running;

    Digest() {
        this(new SM3Digest());
    }

    private Digest(SM3Digest running) {
        this.running = running;
    }

    void update(byte[] bytes, int from, int length) {
        running.update(bytes, from, length);
    }

    /** An independent one that has seen the same bytes. */
    Digest copy() {
        return new Digest(new SM3Digest(running));
    }

    /** SM3 of the bytes so far; more may follow. */
    byte[] soFar() {
        byte[] out = new byte[Sm3.BYTES];
        new SM3Digest(running).doFinal(out, 0);
        return out;
    }
}
