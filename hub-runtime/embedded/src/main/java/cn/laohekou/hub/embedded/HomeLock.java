package cn.laohekou.hub.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** One process at a time owns a home. The operating system gives the lock back when the process ends, however it ends. */
public final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the home if needed (mode 0700) and locks it.
     *
     * @param home folder holding all state
     * @param name file name of the lock, so that launcher and hub can each hold their own
     * @return the lock; keep it open as long as the process uses the home
     * @throws CannotStart when the home belongs to another user, cannot be written or is in use
     */
    public static HomeLock take(Path home, String name) throws CannotStart {
        try {
            SecretFile.privateFolder(home);
            refuseOthersHome(home);
            FileChannel channel =
                    FileChannel.open(home.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new CannotStart("目录 " + home + " 正被另一个进程使用。请先停止它，或用 HUB_HOME 指定其他目录。"
                        + " The home is in use by another process; stop it, or choose another home with HUB_HOME.");
            }
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new CannotStart("无法使用目录 " + home + "，请检查路径和权限。 The home cannot be used; check path and rights.", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void refuseOthersHome(Path home) throws IOException, CannotStart {
        Path probe = Files.createTempFile(home, ".owner", "");
        try {
            UserPrincipal me = Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
            if (!me.equals(Files.getOwner(home))) {
                throw new CannotStart("目录 " + home + " 属于其他用户，请用 HUB_HOME 指定自己的目录。"
                        + " The home belongs to another user; choose your own with HUB_HOME.");
            }
        } finally {
            Files.delete(probe);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
