package cn.laohekou.hub.connector.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FileWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every component of files promises, whatever is behind it. */
abstract class FileComponentContract {

    /** The folder behind the component. */
    abstract Path folder();

    abstract FileRoute files();

    @Test
    void filesAreToldWithSizeAndTimeAndFoldersAreNot() throws Exception {
        Files.writeString(folder().resolve("人口.csv"), "abc");
        Files.createDirectory(folder().resolve("sub"));

        assertThat(files().list("")).singleElement().satisfies(entry -> {
            assertThat(entry.name()).isEqualTo("人口.csv");
            assertThat(entry.size()).isEqualTo(3);
            assertThat(entry.modified() / 1000)
                    .isEqualTo(Files.getLastModifiedTime(folder().resolve("人口.csv"))
                                    .toMillis()
                            / 1000);
        });
    }

    @Test
    void aListingEndsWhenNoMoreIsWanted() throws Exception {
        for (int i = 0; i < 10; i++) {
            Files.writeString(folder().resolve("f" + i), "");
        }
        List<FileEntries.Entry> taken = new ArrayList<>();

        assertThat(files().run(new FileWork.Listing("", entry -> {
                    taken.add(entry);
                    return taken.size() < 3;
                })))
                .isNull();
        assertThat(taken).hasSize(3);
    }

    @Test
    void aPartIsReadFromAnyByteAndEndsWithTheFile() throws Exception {
        byte[] content = new byte[700_001];
        new Random(1).nextBytes(content);
        Files.write(folder().resolve("big"), content);

        assertThat(files().read("big", 300_000, 350_000)).isEqualTo(Arrays.copyOfRange(content, 300_000, 650_000));
        assertThat(files().read("big", 700_000, 10)).isEqualTo(new byte[] {content[700_000]});
        assertThat(files().read("big", 700_001, 10)).isEmpty();
    }

    @Test
    void aPartThatWasWrittenHalfIsWrittenAgainAtTheSameByte() throws Exception {
        assertThat(files().run(new FileWork.Write("part", 0, bytes("abcdef"), 6)))
                .isNull();
        assertThat(files().run(new FileWork.Write("part", 3, bytes("XYZ+more"), 8)))
                .isNull();
        assertThat(files().run(new FileWork.Write("part", 3, bytes("xyz"), 3))).isNull();

        assertThat(folder().resolve("part")).hasContent("abcxyz" + "+more");
    }

    @Test
    void aPartThatWouldLeaveAHoleIsRefused() {
        assertThat(files().run(new FileWork.Write("hole", 5, bytes("x"), 1))).isEqualTo(FaultCode.COUNTERPART_REFUSED);
        assertThat(folder().resolve("hole")).doesNotExist();
    }

    @Test
    void publishingGivesTheNewNameAndReplacesAnOldFile() throws Exception {
        Files.writeString(folder().resolve("data.csv"), "old");
        files().run(new FileWork.Write(".part", 0, bytes("new"), 3));

        assertThat(files().run(new FileWork.Publish(".part", "data.csv", () -> true)))
                .isNull();

        assertThat(folder().resolve("data.csv")).hasContent("new");
        assertThat(folder().resolve(".part")).doesNotExist();
        assertThat(files().run(new FileWork.Publish(".part", "data.csv", () -> true)))
                .isEqualTo(FaultCode.COUNTERPART_REFUSED);
    }

    @Test
    void nothingGetsItsNameOnceTheLastQuestionIsAnsweredWithNo() throws Exception {
        files().run(new FileWork.Write(".part", 0, bytes("new"), 3));

        assertThat(files().run(new FileWork.Publish(".part", "data.csv", () -> false)))
                .isEqualTo(FaultCode.COUNTERPART_REFUSED);
        assertThat(folder().resolve("data.csv")).doesNotExist();
    }

    @Test
    void removingWhatIsNotThereIsNoFailure() throws Exception {
        Files.writeString(folder().resolve("gone"), "x");

        assertThat(files().run(new FileWork.Remove("gone"))).isNull();
        assertThat(files().run(new FileWork.Remove("gone"))).isNull();
        assertThat(folder().resolve("gone")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "/etc/passwd", "a//b", "a\\b", "*", "name\u0000", "."})
    void aPathThatLeavesTheFolderOrMeansSeveralFilesIsRefused(String path) {
        assertThat(files().run(new FileWork.Read(path, 0, 10, (b, o, l) -> {})))
                .isEqualTo(FaultCode.COUNTERPART_REFUSED);
        assertThat(files().run(new FileWork.Write(path, 0, bytes("x"), 1))).isEqualTo(FaultCode.COUNTERPART_REFUSED);
    }

    @Test
    void symbolicLinksAreNotFollowed() throws Exception {
        Path outside = Files.createTempDirectory("outside");
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(folder().resolve("file-link"), outside.resolve("secret"));
        Files.createSymbolicLink(folder().resolve("folder-link"), outside);

        assertThat(files().list("")).isEmpty();
        for (String path : List.of("file-link", "folder-link/secret")) {
            assertThat(files().run(new FileWork.Read(path, 0, 10, (b, o, l) -> {})))
                    .as(path)
                    .isEqualTo(FaultCode.COUNTERPART_REFUSED);
            assertThat(files().run(new FileWork.Write(path, 0, bytes("x"), 1)))
                    .as(path)
                    .isEqualTo(FaultCode.COUNTERPART_REFUSED);
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @Test
    void nothingIsReadOrWrittenOnceThePermissionIsTakenBack() throws Exception {
        Files.writeString(folder().resolve("data"), "x");
        assertThat(files().run(null)).isNull();

        files().allowed.set(false);

        assertThat(files().run(null)).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        assertThat(files().run(new FileWork.Read("data", 0, 1, (b, o, l) -> {
                    throw new AssertionError("read");
                })))
                .isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        assertThat(files().run(new FileWork.Write("new", 0, bytes("x"), 1))).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED);
        assertThat(folder().resolve("new")).doesNotExist();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
