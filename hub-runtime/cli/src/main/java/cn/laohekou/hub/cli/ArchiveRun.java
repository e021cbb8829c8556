package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.security.evidence.EvidenceBundle;
import cn.laohekou.hub.security.evidence.JoinedChain;
import cn.laohekou.hub.security.evidence.Trust;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of archiving: bundle after bundle is written by the hub, fetched, verified here as a whole, and only then deleted
 * from the database. What fails leaves the rest where it is; another run goes on from there.
 */
final class ArchiveRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARCHIVES = "/api/v1/evidence/archives";

    /** Of fetching one bundle over a slow line. */
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final HubApi hub;
    private final Path folder;
    private final Consumer<String> progress;

    ArchiveRun(HubApi hub, Path folder, Consumer<String> progress) {
        this.hub = hub;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Archives all that is due.
     *
     * @param before a date; null for as much as may go
     * @return bundles that were archived
     */
    int run(@Nullable String before) throws CommandFailed {
        try {
            Files.createDirectories(folder);
            int count = 0;
            for (JsonNode next = next(before); next.isObject(); next = next(before)) {
                keep(next);
                prune(next);
                count++;
                progress.accept("已归档 archived " + next.path("name").asText() + ": 批次 batches "
                        + next.path("first").asLong() + "-" + next.path("last").asLong() + ", 记录 records "
                        + next.path("records").asLong() + ", "
                        + next.path("bytes").asLong() / 1024 + " KiB, SM3 "
                        + next.path("bundle").asText());
            }
            return count;
        } catch (IOException e) {
            throw new CommandFailed(
                    "无法写入目录 " + folder + "，该包未从数据库删除；请检查空间和权限后再次运行。"
                            + " The folder cannot be written; that bundle was not deleted from the database. Check space and"
                            + " rights, then run it again.",
                    e);
        }
    }

    private JsonNode next(@Nullable String before) throws CommandFailed {
        progress.accept("正在写出并验证下一个归档包 writing and verifying the next bundle");
        ObjectNode asked = JSON.createObjectNode();
        EvidenceSearchCommand.put(asked, "before", before);
        return done("archive", ARCHIVES, asked).path("archive");
    }

    /** Fetches a bundle into the folder, unless an earlier run did, and verifies what lies there. */
    private void keep(JsonNode archive) throws CommandFailed, IOException {
        String name = archive.path("name").asText();
        if (!name.matches("[a-z0-9][a-z0-9_-]{0,120}\\.zip")) {
            throw new CommandFailed("归档包名称无法识别。 The bundle's name is not understood.");
        }
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            requireIntact(archive, file);
            return;
        }
        Path part = folder.resolve(name + ".part");
        try {
            Files.deleteIfExists(part);
            hub.save(ARCHIVES + "/" + name, part, LIMIT);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            requireIntact(archive, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void requireIntact(JsonNode archive, Path file) throws CommandFailed, IOException {
        boolean same = JoinedChain.digest(file).equals(archive.path("bundle").asText());
        if (!same || !EvidenceBundle.open(file).verify(Trust.NONE).intact()) {
            throw new CommandFailed(
                    file + " 不是枢纽写出的归档包，或已损坏，未从数据库删除；请移走后再次运行。"
                            + " The file is not the bundle the hub wrote, or damaged; nothing was deleted. Move it away and run again.");
        }
    }

    private void prune(JsonNode archive) throws CommandFailed {
        ObjectNode digest =
                JSON.createObjectNode().put("bundle", archive.path("bundle").asText());
        JsonNode unused = done("prune", ARCHIVES + "/" + archive.path("name").asText() + "/prune", digest);
    }

    /** The hub answers within half a minute whether it is done or still at it; the same call again waits further. */
    private JsonNode done(String what, String path, ObjectNode asked) throws CommandFailed {
        JsonNode answer = HubApi.require(what, hub.post(path, asked));
        while (answer.path("working").asBoolean()) {
            progress.accept("仍在进行 still working");
            answer = HubApi.require(what, hub.post(path, asked));
        }
        return answer;
    }
}
