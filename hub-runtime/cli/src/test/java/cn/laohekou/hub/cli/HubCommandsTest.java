package cn.laohekou.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HubCommandsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            Hub.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sandbox",
                "start",
                "setup",
                "stop",
                "status",
                "token",
                "apply",
                "plugin list",
                "plugin enable",
                "system list",
                "system rotate",
                "connector validate",
                "connector diff",
                "connector apply",
                "connector list",
                "connector status",
                "application list",
                "application show",
                "application file",
                "application supplement",
                "application consent",
                "application refuse",
                "application withdraw",
                "application grant",
                "application object",
                "application extend",
                "application deliver",
                "policy explain",
                "policy dry-run",
                "policy unused",
                "policy cut",
                "evidence verify",
                "evidence search",
                "evidence disclose",
                "evidence prove",
                "evidence export",
                "evidence archive",
                "watermark trace"
            })
    void everyCommandExplainsItselfInChineseAndEnglish(String command) {
        String[] words = (command + " --help").split(" ");

        assertThat(line.execute(words)).isZero();

        assertThat(out.toString()).contains("Usage: hub " + command).containsPattern("\\p{IsHan}{2}");
        assertThat(out.toString().replace("Usage: hub " + command, "")).containsPattern("[A-Z][a-z]+ ");
    }

    @Test
    void noSwitchSkipsApproval() {
        assertThat(all(line)
                        .flatMap(command -> command.getCommandSpec().options().stream())
                        .flatMap(option -> Stream.of(option.names())))
                .isNotEmpty()
                .noneMatch(name -> name.matches("(?i).*(approve|force|skip|yes|bypass|no-).*"));
        assertThat(all(line).map(CommandLine::getCommandName)).noneMatch(name -> name.contains("approve"));
    }

    @Test
    void anUnknownOptionOrCommandIsAUsageError() {
        assertThat(line.execute("sandbox", "--approve")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(line.execute("destroy")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(line.execute("connector", "apply")).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void aMissingBundleIsASentenceNotAStackTrace() {
        int code = line.execute("evidence", "verify", "/no/such/bundle.zip");

        assertThat(code).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @MethodSource("groups")
    void groupsNameTheirCommandsWhenAskedForHelp(String group) {
        assertThat(line.execute(group, "--help")).isZero();
        assertThat(out.toString()).contains("Commands:");
    }

    static List<String> groups() {
        return List.of("plugin", "system", "connector", "application", "policy", "evidence", "watermark", "job");
    }

    private static Stream<CommandLine> all(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(HubCommandsTest::all));
    }
}
