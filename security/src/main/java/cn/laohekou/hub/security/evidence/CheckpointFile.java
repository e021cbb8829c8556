package cn.laohekou.hub.security.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The file of checkpoints outside the database: one line each, only ever appended to. */
public final class CheckpointFile {

    private final Path file;

    /**
     * A checkpoint file.
     *
     * @param file where; its directory is made when the first line is written
     */
    public CheckpointFile(Path file) {
        this.file = file;
    }

    /**
     * Reads all lines and checks each and the links between them. A last line without line end, left by a crash in the
     * middle of writing it, is passed over.
     *
     * @return checkpoints, oldest first; empty when there is no file
     * @throws IllegalArgumentException when a line was changed, taken out or put in; names the line
     */
    public List<Checkpoint> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        return parse(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
    }

    static List<Checkpoint> parse(List<String> lines) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        String previous = null;
        for (int i = 0; i < lines.size(); i++) {
            Checkpoint checkpoint;
            try {
                checkpoint = Checkpoint.parse(lines.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage() + ": line " + (i + 1), e);
            }
            if (previous != null && !checkpoint.previous().equals(previous)) {
                throw new IllegalArgumentException("检查点行之间的链接断开 / checkpoint lines are not linked: line " + (i + 1));
            }
            previous = checkpoint.hash();
            checkpoints.add(checkpoint);
        }
        return checkpoints;
    }

    /** Appends a line; it is on the disk when this returns. */
    void append(String line) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.position(endOfLastLine(channel));
            channel.truncate(channel.position());
            ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Behind the last complete line, so that a line broken by a crash does not spoil the next. */
    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
