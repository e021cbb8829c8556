package cn.laohekou.hub.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchedMainTest {

    /** A program that would run for ever. */
    public static final class Endless {

        private Endless() {}

        /**
         * Says that it runs, and goes on.
         *
         * @param arguments echoed
         */
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("running " + String.join(" ", arguments));
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aProgramEndsWithTheProcessThatStartedIt() throws Exception {
        Process child = start(Endless.class.getName(), "with", "arguments");
        assertThat(child.inputReader().readLine()).isEqualTo("running with arguments");

        // What the operating system does when the parent dies, however it dies.
        child.getOutputStream().close();

        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aProgramThatDoesNotExistFails() throws Exception {
        assertThat(start("no.such.Program").waitFor()).isNotZero();
    }

    private static Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                JavaCommand.path(), "-cp", System.getProperty("java.class.path"), WatchedMain.class.getName());
        builder.command().addAll(List.of(arguments));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
