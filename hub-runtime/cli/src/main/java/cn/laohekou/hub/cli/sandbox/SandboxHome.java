package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The sandbox's home: marked as such, so that {@code --reset} never deletes anything else. */
final class SandboxHome {

    private static final String MARKER = "sandbox";

    private SandboxHome() {}

    /** Marks an empty folder as a sandbox; refuses a folder that holds something else. */
    static void claim(Path home) throws CannotStart {
        try {
            SecretFile.privateFolder(home);
            if (Files.exists(home.resolve(MARKER))) {
                return;
            }
            try (Stream<Path> files = Files.list(home)) {
                if (files.anyMatch(file -> !file.getFileName().toString().endsWith(".lock"))) {
                    throw new CannotStart("目录 " + home + " 不是沙箱，沙箱不使用它。请用 HUB_HOME 指定空目录。"
                            + " The folder is not a sandbox's; name an empty one with HUB_HOME.");
                }
            }
            Files.writeString(home.resolve(MARKER), "沙箱 sandbox" + System.lineSeparator(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unusable(home, e);
        }
    }

    /** Forgets everything but the lock that is held while doing so. */
    static void reset(Path home, String lock) throws CannotStart {
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> doomed = files.filter(file -> !file.equals(home) && !file.equals(home.resolve(lock)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            for (Path file : doomed) {
                if (!file.startsWith(home.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
                    throw new IOException("outside the home");
                }
                Files.delete(file);
            }
        } catch (IOException e) {
            throw unusable(home, e);
        }
    }

    /**
     * A port that stays the same from start to start as long as it is free: what the registry says about the city, and
     * what consumers know about the realm, stays true.
     *
     * @param wanted port asked for; 0 takes the last one or a free one
     */
    static int port(Path home, String name, int wanted) throws CannotStart {
        if (wanted != 0) {
            return wanted;
        }
        Path file = home.resolve("run").resolve(name + ".port");
        try {
            SecretFile.privateFolderOf(file);
            int last =
                    Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
            int port = free(last);
            Files.writeString(file, Integer.toString(port));
            return port;
        } catch (IOException | NumberFormatException e) {
            throw unusable(home, e);
        }
    }

    private static int free(int last) throws IOException {
        try (ServerSocket socket = new ServerSocket(last, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            if (last == 0) {
                throw e;
            }
            return free(0);
        }
    }

    private static CannotStart unusable(Path home, Exception cause) {
        return new CannotStart("无法使用目录 " + home + "，请检查路径和权限。 The home cannot be used; check path and rights.", cause);
    }
}
