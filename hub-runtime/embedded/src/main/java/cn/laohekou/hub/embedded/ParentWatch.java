package cn.laohekou.hub.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Ends a child when its parent is gone, however the parent died: the parent holds the other end of the child's standard
 * input and the operating system closes it.
 */
public final class ParentWatch {

    private ParentWatch() {}

    /**
     * Runs an action once the stream ends.
     *
     * @param input usually standard input; whatever arrives on it is thrown away
     * @param parentGone what to do then, on a daemon thread
     */
    public static void start(InputStream input, Runnable parentGone) {
        Thread watch = new Thread(() -> watch(input, parentGone), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch(InputStream input, Runnable parentGone) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        parentGone.run();
    }
}
