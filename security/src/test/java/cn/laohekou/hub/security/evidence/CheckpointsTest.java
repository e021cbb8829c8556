package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {

    @TempDir
    private Path directory;

    private final Heads heads = new Heads();
    private Path file = Path.of("unset");
    private Checkpoints checkpoints = checkpoints();

    @BeforeEach
    void place() {
        file = directory.resolve("checkpoints/checkpoints.jsonl");
        checkpoints = checkpoints();
    }

    @Test
    void aCheckpointStandsInTheFileAndInTheDatabase() throws Exception {
        heads.set(new ChainHead("node-1", 3, "ab".repeat(32)), new ChainHead("node-2", 8, "cd".repeat(32)));

        checkpoints.take();

        assertThat(Files.readAllLines(file)).isEqualTo(heads.saved);
        assertThat(new CheckpointFile(file).read())
                .singleElement()
                .satisfies(read -> assertThat(read.heads()).isEqualTo(heads.heads()));
    }

    @Test
    void nothingIsWrittenWhileNoChainGrows() throws Exception {
        assertThat(checkpoints.take()).isNull();
        heads.set(new ChainHead("node-1", 3, "ab".repeat(32)));
        checkpoints.take();

        assertThat(checkpoints.take()).isNull();
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void linesAreLinkedAcrossRestarts() throws Exception {
        heads.set(new ChainHead("node-1", 3, "ab".repeat(32)));
        checkpoints.take();
        heads.set(new ChainHead("node-1", 4, "ef".repeat(32)));
        checkpoints = checkpoints();
        checkpoints.close();

        List<Checkpoint> read = new CheckpointFile(file).read();
        assertThat(read).hasSize(2);
        assertThat(read.get(1).previous()).isEqualTo(read.get(0).hash());
    }

    @Test
    void aChangedLineOrALineTakenOutIsRefused() throws Exception {
        for (int i = 1; i <= 3; i++) {
            heads.set(new ChainHead("node-1", i, "ab".repeat(32)));
            checkpoints.take();
        }
        List<String> lines = Files.readAllLines(file);

        Files.writeString(file, String.join("\n", lines.get(0), lines.get(2)) + "\n");
        assertThatThrownBy(() -> new CheckpointFile(file).read()).hasMessageContaining("line 2");
        Files.writeString(file, lines.get(0).replace("\"sequence\":1", "\"sequence\":2") + "\n");
        assertThatThrownBy(() -> new CheckpointFile(file).read()).hasMessageContaining("line 1");
        checkpoints = checkpoints();
        heads.set(new ChainHead("node-1", 9, "ab".repeat(32)));
        assertThatThrownBy(() -> checkpoints.take()).isInstanceOf(IOException.class);
    }

    @Test
    void aLineBrokenByACrashIsPassedOverAndReplaced() throws Exception {
        heads.set(new ChainHead("node-1", 1, "ab".repeat(32)));
        checkpoints.take();
        Files.writeString(file, "{\"v\":1,\"at\":\"20", StandardOpenOption.APPEND);
        checkpoints = checkpoints();
        heads.set(new ChainHead("node-1", 2, "ab".repeat(32)));
        checkpoints.take();

        assertThat(new CheckpointFile(file).read()).hasSize(2);
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(heads, new CheckpointFile(file), InstantSource.fixed(Samples.AT));
    }

    private static final class Heads implements CheckpointStore {

        private final List<String> saved = new ArrayList<>();
        private List<ChainHead> current = List.of();

        void set(ChainHead... heads) {
            current = List.of(heads);
        }

        @Override
        public List<ChainHead> heads() {
            return current;
        }

        @Override
        public @Nullable String last() {
            return saved.isEmpty() ? null : saved.get(saved.size() - 1);
        }

        @Override
        public void save(String line) {
            saved.add(line);
        }
    }
}
