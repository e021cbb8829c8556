package cn.laohekou.hub.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code hub}. */
@Command(
        name = "hub",
        description = "老河口市集成枢纽 Laohekou Integration Hub",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        subcommands = {
            SandboxCommand.class,
            StartCommand.class,
            SetupCommand.class,
            StopCommand.class,
            StatusCommand.class,
            TokenCommand.class,
            JobCommand.class,
            PluginCommand.class,
            SystemCommand.class,
            ReconcileCommand.class,
            FileCommand.class,
            ConnectorCommand.class,
            ApplyCommand.class,
            ApplicationCommand.class,
            PolicyCommand.class,
            EvidenceCommand.class,
            WatermarkCommand.class,
            DeadLetterCommand.class
        })
public final class Hub {

    private Hub() {}

    /**
     * Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 used wrongly, 78 cannot start.
     *
     * @param arguments command line
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Hub());
        // Chinese whatever the terminal's locale says; a wrong guess would print question marks.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setExecutionExceptionHandler(new ExitCodes());
        line.setUsageHelpAutoWidth(true);
        return line;
    }
}
