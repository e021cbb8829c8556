package cn.laohekou.hub.cli.process;

import java.io.PrintStream;
import java.time.Duration;

/** Progress lines with the seconds since the start; never on standard output, which belongs to the result. */
public final class Progress {

    private final PrintStream out;
    private final long begin = System.nanoTime();

    /** @param out where lines go, usually standard error */
    public Progress(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints one line.
     *
     * @param what Chinese first, English beside it
     */
    public synchronized void say(String what) {
        Duration since = Duration.ofNanos(System.nanoTime() - begin);
        out.printf("[%3d.%d s] %s%n", since.toSeconds(), since.toMillisPart() / 100, what);
    }
}
