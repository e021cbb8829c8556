package cn.laohekou.hub.security.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Gathers a small answer and lets a large one run into nothing. */
final class BoundedBody implements Consumer<Optional<byte[]>> {

    /** A realm's key set has a few kilobytes. */
    private static final int MAX_BYTES = 256 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLarge;

    @Override
    public synchronized void accept(Optional<byte[]> part) {
        part.ifPresent(next -> {
            tooLarge |= bytes.size() + next.length > MAX_BYTES;
            if (!tooLarge) {
                bytes.write(next, 0, next.length);
            }
        });
    }

    /** The whole answer, or an empty text when it was too large. */
    synchronized String text() {
        return tooLarge ? "" : bytes.toString(StandardCharsets.UTF_8);
    }
}
