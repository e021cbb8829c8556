package cn.laohekou.hub.cli.process;

import cn.laohekou.hub.embedded.ParentWatch;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Runs another program's main class in this process and ends with the process that started it, however that ended. */
public final class WatchedMain {

    private WatchedMain() {}

    /**
     * Runs the named main class.
     *
     * @param arguments main class, then its arguments
     * @throws ReflectiveOperationException when there is no such main class or it fails
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        ParentWatch.start(System.in, () -> System.exit(0));
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (InvocationTargetException e) {
            System.err.println("无法启动 cannot start: " + e.getCause());
            System.exit(1);
        }
    }
}
