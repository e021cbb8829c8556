package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.embedded.CannotStart;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Turns expected failures into a sentence and an exit code. */
final class ExitCodes implements CommandLine.IExecutionExceptionHandler {

    static final int FAILED = 1;

    /** EX_CONFIG of sysexits.h. */
    static final int CANNOT_START = 78;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        PrintWriter err = command.getErr();
        if (failure instanceof CannotStart) {
            err.println("无法启动 cannot start: " + failure.getMessage());
            return CANNOT_START;
        }
        if (failure instanceof CommandFailed) {
            err.println(failure.getMessage());
            return FAILED;
        }
        throw failure;
    }
}
