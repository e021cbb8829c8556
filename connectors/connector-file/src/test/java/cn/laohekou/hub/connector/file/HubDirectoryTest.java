package cn.laohekou.hub.connector.file;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubDirectoryTest extends FileComponentContract {

    @TempDir
    Path folder;

    private FileRoute route;

    @BeforeEach
    void start() throws Exception {
        route = new FileRoute("hub-directory", Map.of("folder", folder.toString()));
    }

    @AfterEach
    void stop() {
        route.close();
    }

    @Override
    Path folder() {
        return folder;
    }

    @Override
    FileRoute files() {
        return route;
    }

    @Test
    void aPipeIsNeitherOpenedNorRead() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();

        assertThat(route.list("")).isEmpty();
        assertThat(route.run(new FileWork.Read("pipe", 0, 1, (b, o, l) -> {})))
                .isEqualTo(FaultCode.COUNTERPART_REFUSED);
    }

    @Test
    void aFolderThatIsGoneIsSaidToBeMissing() throws Exception {
        Files.delete(folder);

        assertThat(route.run(null)).isEqualTo(FaultCode.COUNTERPART_REFUSED);
        Files.createDirectory(folder);
    }
}
