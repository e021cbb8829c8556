package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.embedded.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The folders between which the sandbox's files travel; beside the hub's home, which no connector may use. */
final class ExchangeFolders {

    private static final String SAMPLE = "allowances-2026-11.csv";

    private ExchangeFolders() {}

    /** Makes them with one file to be delivered, and returns the folder they are in. */
    static Path make(Path installation, Path home) throws CannotStart {
        Path folder = home.toAbsolutePath().resolveSibling(home.getFileName() + "-exchange");
        try {
            for (String name : List.of("civil-affairs-out", "city-inbox")) {
                Files.createDirectories(folder.resolve(name));
            }
            Path sample = folder.resolve("civil-affairs-out").resolve(SAMPLE);
            if (!Files.exists(sample)) {
                Path draft = sample.resolveSibling("." + SAMPLE);
                Files.copy(
                        installation.resolve("deploy/sandbox/files").resolve(SAMPLE),
                        draft,
                        StandardCopyOption.REPLACE_EXISTING);
                Files.move(draft, sample, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder.toRealPath();
        } catch (IOException e) {
            throw new CannotStart("沙箱的交换文件夹无法建立：" + folder + "。 The sandbox's exchange folders cannot be made.", e);
        }
    }
}
