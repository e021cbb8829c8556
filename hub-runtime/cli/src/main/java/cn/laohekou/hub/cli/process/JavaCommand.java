package cn.laohekou.hub.cli.process;

import java.nio.file.Path;

/** The Java that runs this process also runs its children. */
final class JavaCommand {

    private JavaCommand() {}

    static String path() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
