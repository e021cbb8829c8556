package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final int MEMORY_LIMIT = 64 * 1024;

    @TempDir
    Path directory;

    @Test
    void aSmallBodyStaysInMemoryAndItsShareIsGivenBack() throws Exception {
        MemoryBudget budget = new MemoryBudget(1024 * 1024);
        Spool spool = new Spool(new SpoolFiles(directory), budget, MEMORY_LIMIT);
        spool.sink(1000).write("孟楼镇".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, 9);

        assertThat(spool.inMemory()).isTrue();
        assertThat(spool.input().readAllBytes()).asString().isEqualTo("孟楼镇");
        assertThat(budget.used()).isPositive();
        spool.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aLargeBodySpillsEncryptedAndUnlinkedAndReadsBackUnchanged() throws Exception {
        MemoryBudget budget = new MemoryBudget(1024 * 1024);
        byte[] body = new byte[300_000];
        new Random(7).nextBytes(body);
        try (Spool spool = new Spool(new SpoolFiles(directory), budget, MEMORY_LIMIT)) {
            for (int at = 0; at < body.length; at += 1000) {
                spool.sink(body.length).write(body, at, 1000);
            }

            assertThat(spool.inMemory()).isFalse();
            assertThat(budget.used()).isZero();
            assertThat(spool.input().readAllBytes()).isEqualTo(body);
            assertThat(spool.input().readAllBytes()).as("a second reading").isEqualTo(body);
            assertThat(names()).as("no name left to open").isEmpty();
        }
    }

    @Test
    void aBodySpillsEarlyWhenOthersHoldTheMemory() throws Exception {
        MemoryBudget budget = new MemoryBudget(8 * 1024);
        assertThat(budget.tryTake(8 * 1024)).isTrue();
        try (Spool spool = new Spool(new SpoolFiles(directory), budget, MEMORY_LIMIT)) {
            spool.sink(1000).write(new byte[100], 0, 100);
            assertThat(spool.inMemory()).isFalse();
            assertThat(spool.size()).isEqualTo(100);
        }
        assertThat(budget.used()).isEqualTo(8 * 1024);
    }

    @Test
    void theSinkRefusesTheByteThatPassesTheLimit() throws Exception {
        try (Spool spool = new Spool(new SpoolFiles(directory), new MemoryBudget(1 << 20), MEMORY_LIMIT)) {
            AnswerSink sink = spool.sink(10);
            sink.write(new byte[10], 0, 10);
            assertThatThrownBy(() -> sink.write(new byte[1], 0, 1))
                    .isInstanceOfSatisfying(
                            ConnectorFault.class,
                            fault -> assertThat(fault.code()).isEqualTo(FaultCode.COUNTERPART_OVERSIZED));
        }
    }

    @Test
    void leftOversOfAKilledProcessAreRemovedAtStart() throws Exception {
        Files.writeString(directory.resolve("answer1.spool"), "left over");
        new SpoolFiles(directory);
        assertThat(names()).isEmpty();
    }

    private java.util.List<Path> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
